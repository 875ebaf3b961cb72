using System.Text.Json;
using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>Notifies a user or a room as a back end, which needs no session but <see cref="ChatClientOptions.FunctionKey"/>.</summary>
    /// <param name="to">Whom to notify.</param>
    /// <param name="text">The text.</param>
    /// <param name="data">A JSON object for programs; only for users.</param>
    /// <param name="clientMessageId">The back end's own id. A notification with the same id is stored once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<NotificationAccepted> SendNotificationAsync(
        NotificationTarget to, string text, JsonElement? data = null, string? clientMessageId = null, CancellationToken cancellationToken = default)
    {
        var body = new SendNotificationRequest(to, text, data, clientMessageId ?? Guid.NewGuid().ToString("N"));
        var request = ApiRequest.Post("notifications", body, ApiJson.Default.SendNotificationRequest) with
        {
            IsIdempotent = true,
        };
        return ApiJson.Read(await SendWithFunctionKeyAsync(request, cancellationToken).ConfigureAwait(false), ApiJson.Default.NotificationAccepted);
    }

    /// <summary>Lists the user's notifications, newest first.</summary>
    public IAsyncEnumerable<Notification> ListNotificationsAsync(bool unreadOnly = false, CancellationToken cancellationToken = default) =>
        ListAsync($"notifications?limit={PageSize}".With(("unread", unreadOnly ? "true" : null)), ApiJson.Default.Notification, cancellationToken);

    /// <summary>Returns the number of unread notifications.</summary>
    public async Task<int> CountUnreadNotificationsAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(ApiRequest.Get("notifications/unread-count"), ApiJson.Default.UnreadNotifications, cancellationToken).ConfigureAwait(false)).Count;

    /// <summary>Marks a notification as read.</summary>
    public Task MarkNotificationReadAsync(string id, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put($"notifications/{ApiPaths.Escaped(id)}/read"), cancellationToken);
}
