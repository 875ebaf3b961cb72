using System.Text.Json;

namespace ChatFunctions.Client;

/// <summary>A notification that a back end sent to the user.</summary>
/// <param name="Id">The notification's id.</param>
/// <param name="Text">The text.</param>
/// <param name="Data">A JSON object for programs.</param>
/// <param name="CreatedAt">When it was sent.</param>
/// <param name="Read">Whether the user has marked it as read.</param>
public sealed record Notification(string Id, string Text, JsonElement? Data, DateTimeOffset CreatedAt, bool Read) : LiveMessage;

/// <summary>Whom a back end notifies: exactly one of a user's id or login, or a room's id.</summary>
public sealed record NotificationTarget(string? UserId = null, string? Login = null, string? RoomId = null);

/// <summary>The id of an accepted notification.</summary>
public sealed record NotificationAccepted(string Id) : ApiObject;

internal sealed record SendNotificationRequest(NotificationTarget To, string Text, JsonElement? Data, string? ClientMessageId);

internal sealed record UnreadNotifications(int Count);
