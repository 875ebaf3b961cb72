namespace ChatFunctions.Accounts;

/// <summary>A user, as clients see one.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Login">Shown only to the user, and to users who search for exactly this login.</param>
/// <param name="Username">The name shown.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record User(string Id, string? Login, string Username, DateTimeOffset CreatedAt)
{
    /// <summary>Who can message the user or add the user to rooms; shown only to the user.</summary>
    public ContactableBy? ContactableBy { get; init; }
}

/// <summary>What logging in gives.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
/// <param name="AccessTokenExpiresAt">Until when it works.</param>
/// <param name="RefreshToken">Gets the next session from <c>POST /refresh</c>, once.</param>
/// <param name="RefreshTokenExpiresAt">Until when it works.</param>
/// <param name="User">The user.</param>
public sealed record Session(string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt, User User);

/// <summary>What logins are made of: <c>a-z 0-9 . _ - @</c>, in whatever case they are typed.</summary>
internal static class Logins
{
    public static string Normalise(string login) => login.ToLowerInvariant();

    /// <summary>What can't be a login can't be a key either, and is never sent to storage as one.</summary>
    public static bool IsPlausible(string text) =>
        text.Length is > 0 and <= Limits.LoginMaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');
}
