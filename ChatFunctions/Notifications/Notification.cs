using System.Text.Json;

namespace ChatFunctions.Notifications;

/// <summary>Something that a back end tells a user, outside any room; also the argument of the live message <c>notification</c>.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Text">For people.</param>
/// <param name="Data">For programs: any JSON object that the back end gave.</param>
/// <param name="CreatedAt">When it was taken on.</param>
/// <param name="Read">Whether the user has marked it as read.</param>
public sealed record Notification(string Id, string Text, JsonElement? Data, DateTimeOffset CreatedAt, bool Read);

/// <summary>The answer of <c>POST /notifications</c>.</summary>
/// <param name="Id">Of the notification or, to a room, of the message.</param>
public sealed record NotificationAccepted(string Id);

/// <summary>The answer of <c>GET /notifications/unread-count</c>.</summary>
/// <param name="Count">Unread notifications; <see cref="Limits.UnreadNotificationsCounted"/> means that many or more.</param>
public sealed record UnreadNotifications(int Count);
