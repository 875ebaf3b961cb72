using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;

namespace ChatFunctions.Live;

/// <summary>
/// Leases by user, in 16 partitions by a stable hash of the user id to spread the load. Ordered by partition and user id, they form a ring.
/// </summary>
internal sealed class LeaseStore(ChatTables tables)
{
    private const int Shards = 16;

    public async Task<Lease?> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await tables.Presence.FindAsync<LeaseRow>(ShardOf(userId), userId, cancellationToken))?.ToLease();

    /// <returns>False: it was written or removed since it was read.</returns>
    public Task<bool> TryWriteAsync(Lease lease, CancellationToken cancellationToken)
    {
        var row = LeaseRow.Of(lease, ShardOf(lease.UserId));
        return lease.ETag == default ? tables.Presence.TryAddAsync(row, cancellationToken) : tables.Presence.TryReplaceAsync(row, cancellationToken);
    }

    /// <summary>Removes a lease as it was read.</summary>
    /// <returns>False: it was renewed or removed since it was read.</returns>
    public async Task<bool> TryRemoveAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            // A lease that is already gone isn't an error, but this call didn't remove it.
            var response = await tables.Presence.DeleteEntityAsync(ShardOf(lease.UserId), lease.UserId, lease.ETag, cancellationToken);
            return response.Status != 404;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    /// <summary>Removes the lease of a user whose account is being erased.</summary>
    public Task RemoveAsync(string userId, CancellationToken cancellationToken) =>
        tables.Presence.DeleteEntityAsync(ShardOf(userId), userId, ETag.All, cancellationToken);

    /// <summary>Filters for the ring after a user: the rest of the user's partition, then all later ones; null: the whole ring.</summary>
    public static IEnumerable<string> After(string? userId) => userId is null
        ? ["PartitionKey ge '00'"]
        : [
            TableClient.CreateQueryFilter($"PartitionKey eq {ShardOf(userId)} and RowKey gt {userId}"),
            TableClient.CreateQueryFilter($"PartitionKey gt {ShardOf(userId)}"),
        ];

    /// <summary>A filter for the start of the ring up to the user's partition.</summary>
    public static string Before(string userId) => TableClient.CreateQueryFilter($"PartitionKey le {ShardOf(userId)}");

    /// <summary>Leases in the ring's order.</summary>
    /// <param name="stretches">Filters of <see cref="After"/> or <see cref="Before"/>.</param>
    /// <param name="expiringAfter">Only leases that expire later; null: also expired ones.</param>
    public async Task<List<Lease>> ReadAsync(IEnumerable<string> stretches, int most, DateTimeOffset? expiringAfter, CancellationToken cancellationToken)
    {
        var leases = new List<Lease>(most);
        foreach (var stretch in stretches)
        {
            var filter = expiringAfter is { } time ? $"{stretch} and {TableClient.CreateQueryFilter($"ExpiresAt gt {time}")}" : stretch;
            leases.AddRange((await tables.Presence.TakeAsync<LeaseRow>(filter, most - leases.Count, cancellationToken)).Select(row => row.ToLease()));
        }

        return leases;
    }

    internal static string ShardOf(string userId) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(userId))[0] % Shards).ToString("D2", CultureInfo.InvariantCulture);

    private sealed record LeaseRow : Row
    {
        public string Username { get; set; } = "";

        public DateTimeOffset Since { get; set; }

        public DateTimeOffset ExpiresAt { get; set; }

        /// <summary>Each a session's id, a colon, and until when it keeps the user online, in seconds since 1970; separated by spaces; absent: none.</summary>
        public string? Sessions { get; set; }

        /// <summary>Separated by spaces; absent: none.</summary>
        public string? Connections { get; set; }

        public DateTimeOffset? UncheckedSince { get; set; }

        /// <summary>Separated by spaces; absent: all.</summary>
        public string? UncheckedRooms { get; set; }

        public static LeaseRow Of(Lease lease, string shard) => new()
        {
            PartitionKey = shard,
            RowKey = lease.UserId,
            Username = lease.Username,
            Since = lease.Since,
            ExpiresAt = lease.ExpiresAt,
            Sessions = Joined([.. lease.Sessions.Select(session => string.Create(CultureInfo.InvariantCulture, $"{session.Key}:{session.Value.ToUnixTimeSeconds()}"))]),
            Connections = Joined(lease.Connections),
            UncheckedSince = lease.UncheckedSince,
            UncheckedRooms = Joined(lease.UncheckedRooms),
            ETag = lease.ETag,
        };

        public Lease ToLease() => new()
        {
            UserId = RowKey,
            Username = Username,
            Since = Since,
            ExpiresAt = ExpiresAt,
            Sessions = Split(Sessions).Select(session => session.Split(':')).ToImmutableDictionary(
                session => session[0], session => DateTimeOffset.FromUnixTimeSeconds(long.Parse(session[1], CultureInfo.InvariantCulture))),
            Connections = Split(Connections),
            UncheckedSince = UncheckedSince,
            UncheckedRooms = Split(UncheckedRooms),
            ETag = ETag,
        };

        private static string? Joined(ImmutableList<string> texts) => texts.IsEmpty ? null : string.Join(' ', texts);

        private static ImmutableList<string> Split(string? texts) => texts is null ? [] : [.. texts.Split(' ')];
    }
}
