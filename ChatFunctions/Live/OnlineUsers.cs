namespace ChatFunctions.Live;

/// <summary>Lists the users who are online according to their leases.</summary>
internal sealed class OnlineUsers(LeaseStore leases, TimeProvider clock)
{
    /// <param name="after">The last user of the previous page; null: the first page.</param>
    /// <param name="limit">The most users.</param>
    public async Task<Page<OnlineUser>> PageAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var found = new List<Lease>(limit + 1);
        foreach (var stretch in LeaseStore.After(after))
        {
            if (found.Count <= limit)
            {
                found.AddRange(await leases.ReadAsync(stretch, limit + 1 - found.Count, expiringAfter: now, cancellationToken));
            }
        }

        return new Page<OnlineUser>(
            [.. found.Take(limit).Select(lease => new OnlineUser(new UserRef(lease.UserId, lease.Username), lease.Since, lease.ExpiresAt))],
            found.Count > limit ? found[limit - 1].UserId : null);
    }
}

/// <summary>A user who is online.</summary>
/// <param name="User">The user.</param>
/// <param name="Since">When the user came online.</param>
/// <param name="ExpiresAt">When the user goes offline unless the lease is renewed.</param>
public sealed record OnlineUser(UserRef User, DateTimeOffset Since, DateTimeOffset ExpiresAt);

/// <summary>The answer of <c>POST /presence</c>.</summary>
/// <param name="ExpiresAt">When the caller goes offline unless this is called again.</param>
public sealed record PresenceLease(DateTimeOffset ExpiresAt)
{
    /// <summary>
    /// The seq of the last event by room id: of the given rooms that the caller is in, and of others that were recently active. Absent if the call
    /// had no <c>rooms</c>.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Heads { get; init; }
}
