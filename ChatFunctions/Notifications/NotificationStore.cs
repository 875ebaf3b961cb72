using Azure;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Notifications;

/// <summary>The notifications of users.</summary>
internal sealed class NotificationStore(ChatTables tables, TimeProvider clock, IOptions<NotificationOptions> options)
{
    /// <summary>Stores a notification and its idempotency row, if any, in one request.</summary>
    /// <returns>The idempotency row, of an earlier send if there was one; null if there is no such user.</returns>
    public async Task<SentNotificationRow?> AddAsync(NotificationRow row, CancellationToken cancellationToken)
    {
        var sent = SentNotificationRow.Of(row);
        List<TableTransactionAction> actions = [ProfileGuard.Check(row.PartitionKey), new(TableTransactionActionType.Add, row)];
        if (row.ClientMessageId is not null)
        {
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, sent));
        }

        while (true)
        {
            try
            {
                await tables.Users(row.PartitionKey).SubmitTransactionAsync(actions, cancellationToken);
                return sent;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                // Without a sender's id only this notification can exist: the first attempt succeeded but its response was lost.
                var earlier = row.ClientMessageId is null ? sent : await tables.Users(sent.PartitionKey).FindAsync<SentNotificationRow>(sent.PartitionKey, sent.RowKey, cancellationToken);
                if (earlier is not null)
                {
                    return earlier;
                }

                // The earlier one has just been purged.
            }
        }
    }

    public Task<NotificationRow?> FindAsync(string userId, string id, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<NotificationRow>(UserKeys.UserPartition(userId), NotificationKeys.Key(id)!, cancellationToken);

    /// <summary>A page of the user's notifications that haven't expired, newest first.</summary>
    public async Task<Hosting.Page<Notification>> PageAsync(string userId, NotificationQuery query, CancellationToken cancellationToken)
    {
        var rows = await TakeAsync(userId, query.After, Oldest, query.Unread, query.Limit + 1, columns: null, cancellationToken);
        return new Hosting.Page<Notification>(
            [.. rows.Take(query.Limit).Select(row => row.ToNotification())], rows.Count > query.Limit ? rows[query.Limit - 1].Id : null);
    }

    public async Task<UnreadNotifications> CountUnreadAsync(string userId, CancellationToken cancellationToken) =>
        new((await TakeAsync(userId, after: null, Oldest, unread: true, Limits.UnreadNotificationsCounted, ["PartitionKey", "RowKey"], cancellationToken)).Count);

    /// <summary>Also expired ones, newest first.</summary>
    /// <param name="after">The id of the last one read before; null: from the start.</param>
    public Task<List<NotificationRow>> AllAsync(string userId, string? after, int most, CancellationToken cancellationToken) =>
        TakeAsync(userId, after, DateTimeOffset.UnixEpoch, unread: false, most, columns: null, cancellationToken);

    /// <returns>False: the user has no notification with this id.</returns>
    public async Task<bool> TryMarkReadAsync(string userId, string id, CancellationToken cancellationToken) =>
        NotificationKeys.Key(id) is { } key
        && await tables.User(userId).TryMergeAsync(new ReadRow { PartitionKey = UserKeys.UserPartition(userId), RowKey = key, Read = true }, cancellationToken);

    private DateTimeOffset Oldest => clock.GetUtcNow() - options.Value.Retention;

    private Task<List<NotificationRow>> TakeAsync(
        string userId, string? after, DateTimeOffset oldest, bool unread, int most, string[]? columns, CancellationToken cancellationToken)
    {
        var (start, end) = (after is null ? NotificationKeys.Prefix : NotificationKeys.Key(after), NotificationKeys.OlderThan(oldest));
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)} and RowKey gt {start} and RowKey lt {end}");
        return tables.User(userId).TakeAsync<NotificationRow>(unread ? range + " and Read eq false" : range, most, columns, cancellationToken);
    }

    /// <summary>The column of a notification that marking it as read changes.</summary>
    private sealed record ReadRow : Row
    {
        public bool Read { get; set; }
    }
}
