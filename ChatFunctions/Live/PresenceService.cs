using ChatFunctions.Accounts;

namespace ChatFunctions.Live;

/// <summary>Keeps the leases of users who are online. Heartbeats decide; connections that open and close are hints.</summary>
internal sealed class PresenceService(
    LeaseStore leases, ExpiredLeases expiredLeases, PresenceAnnouncer announcer, LiveRooms rooms, LiveCircuitBreaker breaker, RoomHeads heads, UserStore users, Ids ids, TimeProvider clock, ILogger<PresenceService> logger)
{
    /// <summary>
    /// A heartbeat. Some time after a connection has opened, or its user was removed from a room, it also looks at the user's groups again:
    /// whoever was removed in the moment between looking at the membership and coming into the group, or whose removal from the group got
    /// lost, would hear the room for as long as the connection lasts.
    /// </summary>
    /// <param name="caller">The user.</param>
    /// <param name="roomIds">Rooms that the caller has open; null: the caller doesn't ask what it has missed.</param>
    /// <returns>What became of it; 401 when the account is gone.</returns>
    public async Task<Outcome<Renewal>> RenewAsync(Caller caller, IReadOnlyList<string>? roomIds, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await HeardOfAsync(caller.UserId, (before, _, now) => Lease.Renewed(before, caller, now), cancellationToken);
        if (lease is null)
        {
            return Refusal.Unauthorized;
        }

        var former = await FormerAsync(lease, cancellationToken);
        var known = await HeadsAsync(caller.UserId, roomIds, cancellationToken);
        return new Renewal(lease.ExpiresAt, known, await AnnounceAsync(lease, cameOnline, cancellationToken), former);
    }

    /// <summary>The user is about to be removed from a room: whatever becomes of the message to the group, heartbeats will see to it.</summary>
    public Task RemovingAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        ChangeAsync(userId, (lease, now) => Task.FromResult(lease?.IsOnline(now) == true ? lease.RemovedFrom(roomId, now) : null), cancellationToken);

    /// <summary>A connection of a session has opened: as good as a heartbeat.</summary>
    /// <returns>What to tell whom.</returns>
    public async Task<SignalRMessageAction[]> OpenedAsync(string userId, string sessionId, string connectionId, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await HeardOfAsync(
            userId,
            (before, profile, now) => Lease.Renewed(before, new Caller(userId, before?.Username ?? profile!.Username, sessionId), now).Opened(connectionId, now),
            cancellationToken);
        return lease is null ? [] : await AnnounceAsync(lease, cameOnline, cancellationToken);
    }

    /// <summary>A connection has closed. The user stays online for a while, and then goes offline sooner than otherwise.</summary>
    /// <returns>What to tell whom, if the user is offline already.</returns>
    public async Task<SignalRMessageAction[]> ClosedAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        var (lease, _) = await ChangeAsync(
            userId, (before, now) => Task.FromResult(before?.IsOnline(now) == true ? before.Closed(connectionId, now) : null), cancellationToken);
        return lease is null ? await announcer.MessagesAsync(await expiredLeases.NoticeAsync(userId, cancellationToken), cancellationToken) : [];
    }

    /// <summary>Sessions of a user have ended, so the user is offline unless another one is online.</summary>
    public Task EndedAsync(string userId, IReadOnlyCollection<string> sessionIds, CancellationToken cancellationToken) =>
        ChangeAsync(userId, (lease, now) => Task.FromResult(lease?.IsOnline(now) == true ? lease.Ended(sessionIds, now) : null), cancellationToken);

    /// <summary>Rooms whose groups the user is to be taken out of, where it is time to look. The lease is renewed, so failing is for the next heartbeat.</summary>
    private async Task<IReadOnlyList<string>> FormerAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (!lease.IsCheckDue(clock.GetUtcNow()) || breaker.IsOpen)
        {
            return [];
        }

        try
        {
            var groups = await rooms.GroupsAsync(lease.UserId, lease.UncheckedRooms, cancellationToken);
            await ChangeAsync(lease.UserId, (present, _) => Task.FromResult(present?.Checked(lease.UncheckedSince)), cancellationToken);
            return groups.Former;
        }
        catch (Exception e) when (StorageUnavailable.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            logger.NotChecked(e, lease.UserId);
            return [];
        }
    }

    /// <summary>The lease is renewed, so failing is for the next heartbeat.</summary>
    private async Task<IReadOnlyDictionary<string, long>?> HeadsAsync(string userId, IReadOnlyList<string>? roomIds, CancellationToken cancellationToken)
    {
        try
        {
            return roomIds is null ? null : await heads.FindAsync(userId, roomIds, cancellationToken);
        }
        catch (Exception e) when (StorageUnavailable.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            logger.HeadsUnknown(e, userId);
            return null;
        }
    }

    /// <summary>Renews a lease, or begins one for a user who has an account.</summary>
    /// <param name="renew">Makes the lease of the one before or, where there is none, of the profile.</param>
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

        // Erasing an account removes the lease that it finds, so one begun meanwhile looks again once it can be found.
        if (cameOnline && lease is not null && await users.ProfileAsync(userId, CancellationToken.None) is null)
        {
            await leases.RemoveAsync(userId, CancellationToken.None);
            return (null, false);
        }

        return (lease, cameOnline);
    }

    /// <summary>Changes a lease, and tries again if it was changed concurrently.</summary>
    /// <returns>The lease (null: there is nothing to change), and whether this call has made the user come online.</returns>
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

    /// <summary>The lease is written, so a failure to announce it doesn't fail the call: clients can list who is online.</summary>
    private async Task<SignalRMessageAction[]> AnnounceAsync(Lease lease, bool cameOnline, CancellationToken cancellationToken)
    {
        try
        {
            var gone = await expiredLeases.NoticeAfterAsync(lease.UserId, cancellationToken);
            return await announcer.MessagesAsync(cameOnline ? [.. gone, new PresenceChange(lease.UserId, Online: true, lease.Since)] : gone, cancellationToken);
        }
        catch (Exception e) when (StorageUnavailable.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            logger.NotAnnounced(e, lease.UserId);
            return [];
        }
    }
}

/// <summary>What became of a heartbeat.</summary>
/// <param name="ExpiresAt">Until when the user is online now.</param>
/// <param name="Heads">By room, the seq of the last event; null: not asked for, or not known.</param>
/// <param name="Messages">What to tell whom.</param>
/// <param name="Former">Rooms whose groups the user is to be taken out of.</param>
internal sealed record Renewal(DateTimeOffset ExpiresAt, IReadOnlyDictionary<string, long>? Heads, SignalRMessageAction[] Messages, IReadOnlyList<string> Former);
