namespace ChatFunctions.Accounts;

/// <summary>What logins are made of: <c>a-z 0-9 . _ - @</c>, in whatever case they are typed.</summary>
internal static class Logins
{
    public static string Normalise(string login) => login.ToLowerInvariant();

    /// <summary>What can't be a login can't be a key either, and is never sent to storage as one.</summary>
    public static bool IsPlausible(string text) =>
        text.Length is > 0 and <= Limits.LoginMaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');
}
