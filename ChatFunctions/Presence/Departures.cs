namespace ChatFunctions.Presence;

/// <summary>
/// Notices who has gone without a word. A lease that ran out makes no noise, so whoever renews a lease looks at those that follow it
/// in the ring, up to the first that holds. Every lease that ran out lies between two that hold, so the one before finds it at its
/// next renewal: within 25 s, as long as anybody is online; and nobody else could hear of it. No timer, nothing kept in memory,
/// no polling while nobody is there, and one short range read a renewal however many are online.
/// </summary>
internal sealed class Departures(LeaseStore leases, TimeProvider clock)
{
    /// <summary>Leases that one request removes; what is left is for the next.</summary>
    public const int MostAtOnce = 10;

    /// <summary>Looks at who comes after a user who is online.</summary>
    /// <returns>Who went, as far as this call is the one to tell.</returns>
    public async Task<IReadOnlyList<PresenceChange>> NoticeAfterAsync(string userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var gone = new List<Lease>();
        foreach (var stretch in LeaseStore.After(userId).Append(LeaseStore.Before(userId)))
        {
            var next = await leases.ReadAsync(stretch, MostAtOnce - gone.Count, expiringAfter: null, cancellationToken);
            gone.AddRange(next.TakeWhile(lease => !lease.IsOnline(now)));
            if (gone.Count == MostAtOnce || next.Exists(lease => lease.IsOnline(now)))
            {
                break;
            }
        }

        return await RemoveAsync(gone, cancellationToken);
    }

    /// <summary>Removes leases that ran out, unless they were renewed meanwhile.</summary>
    /// <returns>Those that this call removed, and nobody else: whoever removes one tells of it.</returns>
    public async Task<IReadOnlyList<PresenceChange>> RemoveAsync(IEnumerable<Lease> expired, CancellationToken cancellationToken)
    {
        var removed = await Task.WhenAll(expired.Take(MostAtOnce).Select(async lease =>
            await leases.TryRemoveAsync(lease, cancellationToken) ? new PresenceChange(lease.UserId, Online: false, lease.ExpiresAt) : null));
        return [.. removed.OfType<PresenceChange>()];
    }
}
