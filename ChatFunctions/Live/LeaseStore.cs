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

    public Task<Lease?> FindAsync(string userId, CancellationToken cancellationToken) => tables.Presence.FindAsync<Lease>(ShardOf(userId), userId, cancellationToken);

    /// <returns>False: it was written or removed since it was read.</returns>
    public Task<bool> TryWriteAsync(Lease lease, CancellationToken cancellationToken) =>
        lease.ETag == default ? tables.Presence.TryAddAsync(lease, cancellationToken) : tables.Presence.TryReplaceAsync(lease, cancellationToken);

    /// <summary>Removes a lease as it was read.</summary>
    /// <returns>False: it was renewed or removed since it was read.</returns>
    public async Task<bool> TryRemoveAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            // A lease that is already gone isn't an error, but this call didn't remove it.
            var response = await tables.Presence.DeleteEntityAsync(lease.PartitionKey, lease.RowKey, lease.ETag, cancellationToken);
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
            leases.AddRange(await tables.Presence.TakeAsync<Lease>(filter, most - leases.Count, cancellationToken));
        }

        return leases;
    }

    internal static string ShardOf(string userId) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(userId))[0] % Shards).ToString("D2", CultureInfo.InvariantCulture);
}
