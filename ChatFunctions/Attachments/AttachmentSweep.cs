using Azure.Storage.Blobs.Models;
using ChatFunctions.Accounts;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Attachments;

/// <summary>
/// Deletes blobs that are neither part of a message nor a picture of a room or user: uploads that are too large or weren't used in time, and
/// those whose deletion was interrupted. It visits every blob, a part in each run and all of them at most once a day.
/// </summary>
internal sealed class AttachmentSweep(ChatTables tables, RoomStore store, UserStore users, IOptions<AttachmentOptions> options, TimeProvider clock)
{
    public const int PagesPerRun = 10;

    /// <summary>The most blobs that storage returns for a request.</summary>
    public const int BlobsPerPage = 5_000;

    /// <summary>An older blob can't be sent any more, because its token has expired.</summary>
    public static readonly TimeSpan UnsentKept = Uploads.TokenLifetime + TimeSpan.FromHours(1);

    private const string Partition = "cleanup";
    private const string Key = "attachments";

    private static readonly TimeSpan PassInterval = TimeSpan.FromDays(1);

    /// <returns>How many blobs it deleted.</returns>
    public async Task<int> RunAsync(int blobsPerPage, CancellationToken cancellationToken)
    {
        var progress = await tables.Directory.FindAsync<ProgressRow>(Partition, Key, cancellationToken) ?? new ProgressRow { PartitionKey = Partition, RowKey = Key };
        if (progress is { Account: 0, Continuation: null })
        {
            if (clock.GetUtcNow() - progress.StartedAt < PassInterval)
            {
                return 0;
            }

            progress.StartedAt = clock.GetUtcNow();
        }

        var deleted = 0;
        for (var page = 0; page < PagesPerRun && progress.Account < tables.AllBlobs.Count; page++)
        {
            var (blobs, continuation) = await tables.AllBlobs[progress.Account].PageAsync(progress.Continuation, blobsPerPage, cancellationToken);
            foreach (var partition in blobs.Where(IsUnusable).Select(blob => blob.Name).GroupBy(name => name.Split('/')[0]))
            {
                deleted += await DeleteUnusedAsync(progress.Account, partition.Key, [.. partition], cancellationToken);
            }

            (progress.Account, progress.Continuation) = continuation is null ? (progress.Account + 1, null) : (progress.Account, continuation);
        }

        progress.Account %= tables.AllBlobs.Count;
        await tables.Directory.UpsertEntityAsync(progress, TableUpdateMode.Replace, cancellationToken);
        return deleted;
    }

    /// <summary>Whether it can't be used: its token has expired, or it is larger than any declaration.</summary>
    private bool IsUnusable(BlobItem blob) =>
        blob.Properties.LastModified < clock.GetUtcNow() - UnsentKept || blob.Properties.ContentLength > Math.Max(options.Value.MaxBytes, Limits.PictureBytes);

    /// <param name="names">Blobs of one room or user, in order.</param>
    private async Task<int> DeleteUnusedAsync(int account, string partition, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        HashSet<string?> used = UserKeys.IsUserPartition(partition)
            ? [(await users.ProfileAsync(partition[UserKeys.UserPrefix.Length..], cancellationToken))?.Picture]
            : [.. await store.AttachmentsAsync(partition, IdOf(names[0]), IdOf(names[^1]), cancellationToken)];
        var unused = names.Where(name => !used.Contains(IdOf(name))).ToList();
        await tables.AllBlobs[account].DeleteAsync(unused, cancellationToken);
        return unused.Count;
    }

    private static string IdOf(string name) => name.Split('/')[^1].Split('.')[0];

    private sealed record ProgressRow : Row
    {
        /// <summary>When the current or last pass began.</summary>
        public DateTimeOffset StartedAt { get; set; } = DateTimeOffset.UnixEpoch;

        public int Account { get; set; }

        public string? Continuation { get; set; }
    }
}
