using ChatFunctions.Http;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Notifications;

/// <summary>A user's own notifications. Everything is looked up in the user's own partition, so another's are not even looked for.</summary>
internal sealed class NotificationInbox(NotificationStore store, TimeProvider clock, IOptions<NotificationOptions> options)
{
    internal static readonly Refusal NotFound = new(404, "notification_not_found", "Notification not found.");

    public async Task<Page<Notification>> PageAsync(string userId, NotificationQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.PageAsync(userId, query.After, Oldest, query.Unread, query.Limit + 1, cancellationToken);
        return new Page<Notification>(
            [.. rows.Take(query.Limit).Select(row => row.ToNotification())], rows.Count > query.Limit ? rows[query.Limit - 1].Id : null);
    }

    public async Task<UnreadNotifications> CountUnreadAsync(string userId, CancellationToken cancellationToken) =>
        new(await store.CountUnreadAsync(userId, Oldest, Limits.UnreadNotificationsCounted, cancellationToken));

    /// <returns>The id; or 404. Doing it twice changes nothing.</returns>
    public async Task<Outcome<string>> MarkReadAsync(string userId, string id, CancellationToken cancellationToken) =>
        await store.TryMarkReadAsync(userId, id, cancellationToken) ? id : NotFound;

    private DateTimeOffset Oldest => clock.GetUtcNow() - options.Value.Retention;
}
