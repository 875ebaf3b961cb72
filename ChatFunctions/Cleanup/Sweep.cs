using System.Collections.Concurrent;
using Azure;
using ChatFunctions.Accounts;
using ChatFunctions.Notifications;
using ChatFunctions.Rooms;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Cleanup;

/// <summary>
/// Visits every row of users, the directory and presence, a part in each run and all of them at most once a day. Removes rows that have
/// expired or point to nothing, and rewrites names that an earlier version stored. A row that was written since it was read stays.
/// </summary>
internal sealed class Sweep(
    ChatTables tables, UserDirectory userNames, RoomDirectory roomNames, RoomStore rooms, IOptions<NotificationOptions> notifications, CleanupMetrics metrics, TimeProvider clock, ILogger<Sweep> logger)
{
    public const int PagesPerRun = 10;

    /// <summary>The most rows that storage returns for a request.</summary>
    public const int RowsPerPage = 1_000;

    private const string Partition = "cleanup";
    private const string Key = "sweep";

    private static readonly TimeSpan PassInterval = TimeSpan.FromDays(1);

    private static readonly TimeSpan ExpiredLeasesKept = TimeSpan.FromHours(1);

    public async Task RunAsync(int rowsPerPage, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var progress = await tables.Directory.FindAsync<ProgressRow>(Partition, Key, cancellationToken) ?? new ProgressRow { PartitionKey = Partition, RowKey = Key };
        if (progress.NameKeyVersion != NameRow.PresentKeyVersion)
        {
            // Names that an earlier version stored are rewritten without delay.
            progress = new ProgressRow { PartitionKey = Partition, RowKey = Key, NameKeyVersion = NameRow.PresentKeyVersion };
        }

        if (progress is { Table: 0, Continuation: null })
        {
            if (clock.GetUtcNow() - progress.StartedAt < PassInterval)
            {
                return;
            }

            progress.StartedAt = clock.GetUtcNow();
        }

        TableClient[] all = [tables.Directory, tables.Presence, .. tables.Accounts.Select(account => account.Users)];
        var (visited, removed) = (0, new ConcurrentBag<string>());
        for (var page = 0; page < PagesPerRun && progress.Table < all.Length; page++)
        {
            var rows = await PageAsync(all[progress.Table], progress.Continuation, rowsPerPage, cancellationToken);
            await rows.Values.ForEachParallelAsync(
                async (row, token) =>
                {
                    if (await RemoveAsync(row, token) is { } kind)
                    {
                        removed.Add(kind);
                    }
                },
                cancellationToken);
            visited += rows.Values.Count;
            (progress.Table, progress.Continuation) = rows.ContinuationToken is { } next ? (progress.Table, next) : (progress.Table + 1, null);
        }

        progress.Table %= all.Length;
        await tables.Directory.UpsertEntityAsync(progress, TableUpdateMode.Replace, cancellationToken);
        foreach (var kind in removed.GroupBy(kind => kind))
        {
            metrics.Removed(kind.Key, kind.Count());
        }

        logger.Swept(visited, removed.Count, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private static async Task<Azure.Page<SweptRow>> PageAsync(TableClient table, string? continuation, int rows, CancellationToken cancellationToken) =>
        await table.QueryAsync<SweptRow>(maxPerPage: rows, cancellationToken: cancellationToken).AsPages(continuation).FirstAsync(cancellationToken);

    /// <returns>The kind of the removed row; null if it stays.</returns>
    private async Task<string?> RemoveAsync(SweptRow row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var prefix = row.PartitionKey.Split(':')[0] + "/" + row.RowKey.Split(':')[0];
        return prefix switch
        {
            "user/session" when row.ExpiresAt < now => await DeleteAsync("session"),
            "user/note" when row.CreatedAt < now - notifications.Value.Retention => await DeleteNotificationAsync(),
            "user/room" when row.IsSettled(now) && await IsNoMemberAsync() => await DeleteAsync("room_list_entry"),
            "login/attempts" when row.Timestamp < now - Lockout.Kept => await DeleteAsync("failed_logins"),
            _ when row.PartitionKey == UserDirectory.Partition && row.IsSettled(now) => await userNames.CleanUpAsync(row.AsName, cancellationToken) ? "user_name" : null,
            _ when row.PartitionKey == RoomDirectory.Partition && row.IsSettled(now) => await roomNames.CleanUpAsync(row.AsName, cancellationToken) ? "room_name" : null,
            _ when row.PartitionKey == EndedSessions.Partition && row.ExpiresAt < now => await DeleteAsync("ended_session"),
            _ when row.PartitionKey.Length == 2 && row.ExpiresAt < now - ExpiredLeasesKept => await DeleteAsync("lease"),
            _ => null,
        };

        async Task<string?> DeleteAsync(string kind) => await TableOf(row).TryDeleteAsync(row, cancellationToken) ? kind : null;

        async Task<string?> DeleteNotificationAsync()
        {
            if (row.ClientMessageId is { } id)
            {
                await TableOf(row).DeleteEntityAsync(row.PartitionKey, NotificationKeys.Sent(id), ETag.All, cancellationToken);
            }

            return await DeleteAsync("notification");
        }

        async Task<bool> IsNoMemberAsync() =>
            await rooms.FindAsync<MemberRow>(row.RowKey["room:".Length..], RoomKeys.Member(row.PartitionKey["user:".Length..]), cancellationToken) is null;
    }

    private TableClient TableOf(SweptRow row) => row.PartitionKey.Contains(':', StringComparison.Ordinal) ? tables.Users(row.PartitionKey)
        : row.PartitionKey.Length == 2 ? tables.Presence
        : tables.Directory;

    /// <summary>The properties that the cleanup needs of rows of any kind.</summary>
    private sealed record SweptRow : Pointer
    {
        public DateTimeOffset? ExpiresAt { get; set; }

        public DateTimeOffset? CreatedAt { get; set; }

        public string? ClientMessageId { get; set; }

        public int? KeyVersion { get; set; }

        [System.Runtime.Serialization.IgnoreDataMember]
        public NameRow AsName => new() { PartitionKey = PartitionKey, RowKey = RowKey, ETag = ETag, KeyVersion = KeyVersion };
    }

    private sealed record ProgressRow : Row
    {
        /// <summary>When the current or last pass began.</summary>
        public DateTimeOffset StartedAt { get; set; } = DateTimeOffset.UnixEpoch;

        public int Table { get; set; }

        /// <summary>The version of the names' keys to which the current or last pass rewrites them.</summary>
        public int NameKeyVersion { get; set; }

        public string? Continuation { get; set; }
    }
}
