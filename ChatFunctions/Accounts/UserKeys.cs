namespace ChatFunctions.Accounts;

/// <summary>Keys of the Users table.</summary>
internal static class UserKeys
{
    public const string Login = "login";
    public const string Attempts = "attempts";
    public const string Profile = "profile";

    public const string LoginPrefix = "login:";
    public const string UserPrefix = "user:";
    public const string SessionPrefix = "session:";

    public static string LoginPartition(string login) => LoginPrefix + login;

    public static string UserPartition(string userId) => UserPrefix + userId;

    public static string Session(string sessionId) => SessionPrefix + sessionId;
}
