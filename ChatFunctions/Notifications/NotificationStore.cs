using Azure;

namespace ChatFunctions.Notifications;

/// <summary>The notifications of users.</summary>
internal sealed class NotificationStore(ChatTables tables)
{
    private const string Unread = " and Read eq false";

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
    /// <param name="after">The last id of the previous page; null: the first page.</param>
    /// <param name="oldest">The earliest time.</param>
    /// <param name="unread">Whether to return unread ones only.</param>
    /// <returns>Newest first.</returns>
    public Task<List<NotificationRow>> PageAsync(
        string userId, string? after, DateTimeOffset oldest, bool unread, int most, CancellationToken cancellationToken)
    {
        var start = after is null ? NotificationKeys.Start : NotificationKeys.Key(after)!;
        var filter = Range(userId, start, NotificationKeys.OlderThan(oldest)) + (unread ? Unread : "");
        return TakeAsync(userId, filter, most, select: null, cancellationToken);
    }

    /// <summary>The number of unread notifications, counted up to a limit.</summary>
    public async Task<int> CountUnreadAsync(string userId, DateTimeOffset oldest, int most, CancellationToken cancellationToken)
    {
        var filter = Range(userId, NotificationKeys.Start, NotificationKeys.OlderThan(oldest)) + Unread;
        return (await TakeAsync(userId, filter, most, ["PartitionKey", "RowKey"], cancellationToken)).Count;
    }

    public Task<NotificationRow?> FindAsync(string userId, string id, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<NotificationRow>(NotificationKeys.Partition(userId), NotificationKeys.Key(id)!, cancellationToken);

    /// <returns>False: the user has no notification with this id.</returns>
    public async Task<bool> TryMarkReadAsync(string userId, string id, CancellationToken cancellationToken) =>
        NotificationKeys.Key(id) is { } key
        && await tables.User(userId).TryMergeAsync(new ReadRow { PartitionKey = NotificationKeys.Partition(userId), RowKey = key, Read = true }, cancellationToken);

    private static string Range(string userId, string after, string before) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {NotificationKeys.Partition(userId)} and RowKey gt {after} and RowKey lt {before}");

    private async Task<List<NotificationRow>> TakeAsync(string userId, string filter, int most, IEnumerable<string>? select, CancellationToken cancellationToken)
    {
        var rows = new List<NotificationRow>();
        await foreach (var row in tables.User(userId).QueryAsync<NotificationRow>(filter, most, select, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>The column of a notification that marking it as read changes.</summary>
    private sealed record ReadRow : Row
    {
        public bool Read { get; set; }
    }
}
