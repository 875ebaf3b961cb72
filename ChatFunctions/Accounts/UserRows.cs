using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>Keys of the Users table.</summary>
internal static class UserKeys
{
    public const string Login = "login";
    public const string Profile = "profile";

    public static string LoginPartition(string login) => $"login:{login}";

    public static string UserPartition(string userId) => $"user:{userId}";

    public static string Session(string sessionId) => $"session:{sessionId}";
}

/// <summary>The truth about who owns a login.</summary>
internal sealed class LoginRow : Row
{
    public string UserId { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    /// <summary>Wrong passwords in a row.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

internal sealed class ProfileRow : Row
{
    public string Login { get; set; } = "";

    public string Username { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    [System.Runtime.Serialization.IgnoreDataMember]
    public string UserId => PartitionKey["user:".Length..];

    public User ToUser(bool withLogin) => new(UserId, withLogin ? Login : null, Username, CreatedAt);

    public UserRef ToRef() => new(UserId, Username);
}

internal sealed class SessionRow : Row
{
    /// <summary>SHA-256 of the refresh token's secret.</summary>
    public byte[] SecretHash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
