namespace ChatFunctions.Live;

/// <summary>
/// Detects expired leases. Each renewal checks the few leases that follow it in the ring of all leases, so an expired lease is found within the
/// 25 s between renewals while anyone is online. This needs no timer, memory or polling, and one short range query for each renewal.
/// </summary>
internal sealed class ExpiredLeases(LeaseStore leases, TimeProvider clock)
{
    /// <summary>Leases that a renewal checks.</summary>
    public const int LookedAt = 10;

    /// <summary>Leases that it checks if all of those have expired, because then many users left and few remain to check.</summary>
    public const int LookedAtOfMany = 50;

    /// <summary>Checks the leases that follow a user's, and removes expired ones unless they are being renewed.</summary>
    /// <returns>The users whose leases this call removed, so that each change is announced once.</returns>
    public async Task<IReadOnlyList<PresenceChange>> NoticeAfterAsync(string userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = await FollowingAsync(userId, LookedAt, cancellationToken);
        if (next.Count == LookedAt && !next.Exists(lease => lease.IsOnline(now)))
        {
            next = await FollowingAsync(userId, LookedAtOfMany, cancellationToken);
        }

        return await RemoveAsync([.. next.Where(lease => !lease.IsOnline(now)).DistinctBy(lease => lease.UserId)], cancellationToken);
    }

    /// <summary>Checks the lease of one user, likewise.</summary>
    public async Task<IReadOnlyList<PresenceChange>> NoticeAsync(string userId, CancellationToken cancellationToken) =>
        await leases.FindAsync(userId, cancellationToken) is { } lease && !lease.IsOnline(clock.GetUtcNow()) ? await RemoveAsync([lease], cancellationToken) : [];

    private async Task<IReadOnlyList<PresenceChange>> RemoveAsync(IReadOnlyList<Lease> expired, CancellationToken cancellationToken)
    {
        var removed = await expired.SelectParallelAsync(
            async (lease, token) => await leases.TryRemoveAsync(lease, token) ? new PresenceChange(lease.UserId, Online: false, lease.ExpiresAt) : null,
            cancellationToken);
        return [.. removed.OfType<PresenceChange>()];
    }

    private Task<List<Lease>> FollowingAsync(string userId, int most, CancellationToken cancellationToken) =>
        leases.ReadAsync(LeaseStore.After(userId).Append(LeaseStore.Before(userId)), most, expiringAfter: null, cancellationToken);
}
