using ChatFunctions.Accounts;

namespace ChatFunctions.Live;

/// <summary>Maintains leases of users who are online: by heartbeats, and sooner when connections open and close.</summary>
internal sealed class PresenceService(
    LeaseStore leases, ExpiredLeases expiredLeases, LiveRooms rooms, LiveCircuitBreaker breaker, RoomHeads heads, UserStore users, Ids ids, TimeProvider clock, ILogger<PresenceService> logger)
{
    /// <summary>
    /// A heartbeat. Some time after a connection opened or the user was removed from a room, it also checks the user's groups again, because a
    /// removal concurrent with opening, or one that couldn't be sent, would leave the connection in the group.
    /// </summary>
    /// <param name="roomIds">Rooms that the caller has open; null: the caller doesn't ask for heads.</param>
    /// <returns>The renewed lease; 401 if the account is gone.</returns>
    public async Task<Outcome<Renewal>> RenewAsync(Caller caller, IReadOnlyList<string>? roomIds, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await HeardOfAsync(caller.UserId, (before, _, now) => Lease.Renewed(before, caller, now), cancellationToken);
        if (lease is null)
        {
            return Refusal.Unauthorized;
        }

        var former = await TryAsync(() => FormerAsync(lease, cancellationToken), logger.NotChecked, lease, cancellationToken);
        var known = roomIds is null ? null : await TryAsync(() => heads.FindAsync(caller.UserId, roomIds, cancellationToken), logger.HeadsUnknown, lease, cancellationToken);
        return new Renewal(lease.ExpiresAt, known, await AnnounceAsync(lease, cameOnline, cancellationToken), former ?? []);
    }

    /// <summary>Notes before a removal from a room that heartbeats must check its group, in case leaving it fails.</summary>
    public Task RemovingAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        ChangeOnlineAsync(userId, (lease, now) => lease.RemovedFrom(roomId, now), cancellationToken);

    /// <summary>A connection of a session has opened: as good as a heartbeat.</summary>
    /// <returns>The groups that the user's connections must join and leave, and the live messages to send.</returns>
    public async Task<(LiveGroups Groups, SignalRMessageAction[] Messages)> OpenedAsync(string userId, string sessionId, string connectionId, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await HeardOfAsync(
            userId,
            (before, profile, now) => Lease.Renewed(before, new Caller(userId, before?.Username ?? profile!.Username, sessionId), now).Opened(connectionId, now),
            cancellationToken);
        var expired = lease is null ? [] : await AnnounceAsync(lease, cameOnline: false, cancellationToken);

        // Read memberships late, to keep the time until joining the groups short.
        var groups = await rooms.GroupsAsync(userId, among: [], cancellationToken);
        var online = cameOnline && lease is not null
            ? await TryAsync(() => rooms.AnnounceAsync(OnlineSince(lease), groups.Joined, cancellationToken), logger.NotAnnounced, lease, cancellationToken)
            : null;
        return (groups, [.. expired, .. online ?? []]);
    }

    /// <summary>Shortens the lease when a connection closes.</summary>
    /// <returns>What to tell whom, if the user is offline already.</returns>
    public async Task<SignalRMessageAction[]> ClosedAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        var (lease, _) = await ChangeOnlineAsync(userId, (before, now) => before.Closed(connectionId, now), cancellationToken);
        return lease is null ? await rooms.AnnounceAsync(await expiredLeases.NoticeAsync(userId, cancellationToken), cancellationToken) : [];
    }

    /// <summary>Sessions of a user have ended, so the user is offline unless another one is online.</summary>
    public Task EndedAsync(string userId, IReadOnlyCollection<string> sessionIds, CancellationToken cancellationToken) =>
        ChangeOnlineAsync(userId, (lease, now) => lease.Ended(sessionIds, now), cancellationToken);

    /// <summary>The groups that the user must leave, if a check is due.</summary>
    private async Task<IReadOnlyList<string>> FormerAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (!lease.IsCheckDue(clock.GetUtcNow()) || breaker.IsOpen)
        {
            return [];
        }

        var groups = await rooms.GroupsAsync(lease.UserId, lease.UncheckedRooms, cancellationToken);
        await ChangeAsync(lease.UserId, (present, _) => Task.FromResult(present?.Checked(lease.UncheckedSince)), cancellationToken);
        return groups.Former;
    }

    /// <summary>Renews a lease, or creates one for a user with an account.</summary>
    /// <param name="renew">Makes the new lease from the previous one or, if there is none, from the profile.</param>
    private async Task<(Lease? Lease, bool CameOnline)> HeardOfAsync(
        string userId, Func<Lease?, ProfileRow?, DateTimeOffset, Lease> renew, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await ChangeAsync(
            userId,
            async (before, now) =>
            {
                var profile = before is null ? await users.ProfileAsync(userId, cancellationToken) : null;
                return before is null && profile is null ? null : renew(before, profile, now);
            },
            cancellationToken);

        // An erasure may have missed a lease that was created meanwhile, so check the profile again.
        if (cameOnline && lease is not null && await users.ProfileAsync(userId, CancellationToken.None) is null)
        {
            await leases.RemoveAsync(userId, CancellationToken.None);
            return (null, false);
        }

        return (lease, cameOnline);
    }

    /// <summary>Changes the lease of a user who is online.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    private Task<(Lease? Lease, bool CameOnline)> ChangeOnlineAsync(string userId, Func<Lease, DateTimeOffset, Lease?> change, CancellationToken cancellationToken) =>
        ChangeAsync(userId, (lease, now) => Task.FromResult(lease?.IsOnline(now) == true ? change(lease, now) : null), cancellationToken);

    /// <summary>Changes a lease, and retries after a concurrent change.</summary>
    /// <returns>The lease, null if there is nothing to change, and whether the user came online by this call.</returns>
    private async Task<(Lease? Lease, bool CameOnline)> ChangeAsync(
        string userId, Func<Lease?, DateTimeOffset, Task<Lease?>> change, CancellationToken cancellationToken)
    {
        using var budget = new RetryBudget(clock, ids);
        while (true)
        {
            var (before, now) = (await leases.FindAsync(userId, cancellationToken), clock.GetUtcNow());
            var after = await change(before, now);
            if (after is null || await leases.TryWriteAsync(after, cancellationToken))
            {
                return (after, before?.IsOnline(now) != true);
            }

            await budget.DelayOrThrowAsync();
        }
    }

    /// <summary>Announces users whose leases have expired, and that the user came online.</summary>
    private async Task<SignalRMessageAction[]> AnnounceAsync(Lease lease, bool cameOnline, CancellationToken cancellationToken) => await TryAsync(
        async () =>
        {
            var gone = await expiredLeases.NoticeAfterAsync(lease.UserId, cancellationToken);
            return await rooms.AnnounceAsync(cameOnline ? [.. gone, OnlineSince(lease)] : gone, cancellationToken);
        },
        logger.NotAnnounced,
        lease,
        cancellationToken) ?? [];

    /// <summary>Does a part of a heartbeat that doesn't fail the call: the next heartbeat tries again, and clients can list who is online.</summary>
    /// <returns>Null: storage isn't available.</returns>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> part, Action<Exception, string> log, Lease lease, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await part();
        }
        catch (Exception e) when (StorageUnavailable.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            log(e, lease.UserId);
            return null;
        }
    }

    private static PresenceChange OnlineSince(Lease lease) => new(lease.UserId, Online: true, lease.Since);
}

/// <summary>The result of a heartbeat.</summary>
/// <param name="Heads">The seq of the last event by room; null if not requested or unknown.</param>
/// <param name="Former">The groups that the user must leave.</param>
internal sealed record Renewal(DateTimeOffset ExpiresAt, IReadOnlyDictionary<string, long>? Heads, SignalRMessageAction[] Messages, IReadOnlyList<string> Former);
