using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Notifications;

/// <summary>Accepts notifications of back ends, for a user or a room.</summary>
internal sealed class NotificationService(
    NotificationStore store, UserStore users, RoomAppender appender, Ids ids, TimeProvider clock, ILogger<NotificationService> logger)
{
    public Task<Outcome<SentNotification>> SendAsync(SendNotificationRequest request, CancellationToken cancellationToken) => request.To switch
    {
        { RoomId: { } roomId } => ToRoomAsync(roomId, request),
        { UserId: { } userId } => ToUserAsync(userId, request, cancellationToken),
        { Login: { } login } => ToLoginAsync(login, request, cancellationToken),
        _ => throw new ArgumentException("A notification needs a recipient.", nameof(request)),
    };

    private async Task<Outcome<SentNotification>> ToLoginAsync(string login, SendNotificationRequest request, CancellationToken cancellationToken) =>
        Logins.IsPlausible(login) && await users.LoginAsync(Logins.Normalise(login), cancellationToken) is { } row
            ? await ToUserAsync(row.UserId, request, cancellationToken)
            : Refusal.UserNotFound;

    private async Task<Outcome<SentNotification>> ToUserAsync(string userId, SendNotificationRequest request, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(userId))
        {
            return Refusal.UserNotFound;
        }

        var row = NotificationRow.Of(ids.NewId(), userId, request, clock.GetUtcNow());
        if (await store.AddAsync(row, cancellationToken) is not { } sent)
        {
            return Refusal.UserNotFound;
        }

        if (sent.NotificationId != row.Id)
        {
            return sent.Hash == SentNotificationRow.Of(row).Hash
                ? new SentNotification(sent.NotificationId, await AgainAsync(userId, sent.NotificationId, cancellationToken))
                : MessageRefusals.IdReused;
        }

        logger.Notified(userId, row.Id);
        return new SentNotification(row.Id, [LiveMessages.ToUser(userId, Hub.Notification, row.ToNotification())]);
    }

    /// <summary>The first attempt may have lost its live message, so a repeated one sends it again, unless the user has read it.</summary>
    private async Task<SignalRMessageAction[]> AgainAsync(string userId, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(userId, id, cancellationToken) is { Read: false } row ? [LiveMessages.ToUser(userId, Hub.Notification, row.ToNotification())] : [];

    private async Task<Outcome<SentNotification>> ToRoomAsync(string roomId, SendNotificationRequest request)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return Refusal.RoomNotFound;
        }

        var draft = new Draft(ids.NewId(), VisibleText.Trim(request.Text!), request.ClientMessageId, ReplyTo: null);
        var appended = await appender.AppendAsync(roomId, new SendMessages(Actor.System, [draft]));
        return appended.Refusal is { } refusal
            ? refusal
            : new SentNotification(appended.Value.Sent[0].Message.Id, LiveMessages.RoomEvents(roomId, appended.Value) ?? []);
    }
}

/// <summary>An accepted notification.</summary>
/// <param name="Id">The id of the notification or message; of the first one, if it was sent before.</param>
internal sealed record SentNotification(string Id, SignalRMessageAction[] Messages);
