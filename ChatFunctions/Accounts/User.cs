namespace ChatFunctions.Accounts;

/// <summary>A user, as clients see one.</summary>
/// <param name="Login">Visible only to the user, and to users who search for exactly this login. Users of an identity provider have none.</param>
public sealed record User(string Id, string? Login, string Username, DateTimeOffset CreatedAt)
{
    /// <summary>Who can message the user or add the user to rooms; shown only to the user.</summary>
    public ContactableBy? ContactableBy { get; init; }

    /// <summary>The address of the picture that the user has uploaded, or else a picture from the identity provider or the back end.</summary>
    public string? PictureUrl { get; init; }

    /// <summary>Where the picture is from; absent: there is none.</summary>
    public PictureSource? PictureSource { get; init; }

    /// <summary>The issuer that manages the name, the picture and the password, or <c>server</c>; shown only to the user. Absent: a local account.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The back end's own id of the user; shown only to back ends.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True: the user can't log in; shown only to back ends.</summary>
    public bool? Deactivated { get; init; }
}

public enum PictureSource
{
    /// <summary>The user has uploaded it. Its address is in this service's storage and expires.</summary>
    Uploaded,

    /// <summary>The identity provider or the back end named it. Its address is anywhere.</summary>
    External,
}

/// <summary>The result of logging in.</summary>
/// <param name="AccessToken">The token for <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">The token for one <c>POST /refresh</c>.</param>
public sealed record Session(string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt, User User);

/// <summary>Logins: <c>a-z 0-9 . _ - @</c>, case-insensitive.</summary>
internal static class Logins
{
    public static string Normalise(string login) => login.ToLowerInvariant();

    /// <summary>Whether a text can be a login. Other texts are never used as keys.</summary>
    public static bool IsPlausible(string text) =>
        text.Length is > 0 and <= Limits.LoginMaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');
}
