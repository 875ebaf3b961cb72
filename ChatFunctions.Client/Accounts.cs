namespace ChatFunctions.Client;

/// <summary>The id and the name of a user.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Username">The display name.</param>
/// <param name="PictureUrl">The address of the picture that the user has uploaded, which expires after some hours. Only in lists of users and direct rooms.</param>
public sealed record UserRef(string Id, string Username, string? PictureUrl = null);

/// <summary>A user.</summary>
/// <param name="Id">The user's id, which never changes.</param>
/// <param name="Username">The display name.</param>
/// <param name="Login">The name to log in with; null where only the user may see it.</param>
/// <param name="CreatedAt">When the user registered.</param>
/// <param name="ContactableBy">Who can open a direct room with the user: one of <see cref="Client.ContactableBy"/>. Only for the user.</param>
/// <param name="PictureUrl">The address of the user's picture. That of an uploaded picture expires after some hours.</param>
/// <param name="PictureSource">One of <see cref="Client.PictureSource"/>; null: there is no picture.</param>
public sealed record User(
    string Id, string Username, string? Login, DateTimeOffset? CreatedAt, string? ContactableBy, string? PictureUrl, string? PictureSource = null) : ApiObject;

/// <summary>Where a user's picture is from.</summary>
public static class PictureSource
{
    /// <summary>The user has uploaded it.</summary>
    public const string Uploaded = "uploaded";

    /// <summary>The identity provider or the back end has set its address.</summary>
    public const string External = "external";
}

/// <summary>Who can open a direct room with a user or add the user to a room.</summary>
public static class ContactableBy
{
    public const string Everyone = "everyone";
    public const string SharedRooms = "sharedRooms";
    public const string Nobody = "nobody";
}

/// <summary>The tokens of a login.</summary>
public sealed record Session(
    string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt, User User)
{
    /// <summary>The id of the next refresh attempt. It makes a refresh repeatable if its answer is lost, also by another process.</summary>
    public string? AttemptId { get; init; }
}

/// <summary>A login of the user on some device.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="LastUsedAt">When the session was last refreshed.</param>
/// <param name="ExpiresAt">When the session ends unless it is used.</param>
/// <param name="Current">Whether the request was made with this session.</param>
public sealed record OpenSession(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current) : ApiObject;

/// <summary>A user whom the current user has blocked.</summary>
public sealed record BlockedUser(UserRef User, DateTimeOffset BlockedAt) : ApiObject;

/// <summary>A user who is online.</summary>
/// <param name="User">The user.</param>
/// <param name="Since">When the user came online.</param>
/// <param name="ExpiresAt">When the user is offline unless a heartbeat follows.</param>
public sealed record OnlineUser(UserRef User, DateTimeOffset Since, DateTimeOffset ExpiresAt) : ApiObject;

internal sealed record Credentials(string Login, string Password, string? Username = null);

internal sealed record RefreshRequest(string RefreshToken, string? AttemptId);

internal sealed record ChangeMeRequest(string? Username, string? ContactableBy);

internal sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);

internal sealed record EraseRequest(string? Password);
