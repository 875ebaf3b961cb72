using ChatFunctions.Accounts;
using ChatFunctions.Http;
using ChatFunctions.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Presence;

/// <summary>Keeps the leases that say who is online. Heartbeats are what counts; connections opening and closing are hints.</summary>
internal sealed class PresenceService(
    LeaseStore leases, Departures departures, PresenceAnnouncer announcer, UserStore users, TimeProvider clock, ILogger<PresenceService> logger)
{
    /// <summary>A heartbeat.</summary>
    public async Task<Renewal> RenewAsync(Caller caller, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await ChangeAsync(
            caller.UserId, (before, now) => Task.FromResult<Lease?>(Lease.Renewed(before, caller.UserId, caller.Username, now)), cancellationToken);
        return new Renewal(lease!.ExpiresAt, await AnnounceAsync(lease, cameOnline, cancellationToken));
    }

    /// <summary>A connection has opened: as good as a heartbeat.</summary>
    /// <returns>What to tell whom.</returns>
    public async Task<SignalRMessageAction[]> OpenedAsync(string userId, string connectionId, CancellationToken cancellationToken)
    {
        var (lease, cameOnline) = await ChangeAsync(
            userId,
            async (before, now) => (before?.Username ?? (await users.ProfileAsync(userId, cancellationToken))?.Username) is { } username
                ? Lease.Renewed(before, userId, username, now).Opened(connectionId)
                : null,
            cancellationToken);
        return lease is null ? [] : await AnnounceAsync(lease, cameOnline, cancellationToken);
    }

    /// <summary>A connection has closed. Nobody goes offline by this: the lease of one who doesn't come back just ends sooner.</summary>
    public Task ClosedAsync(string userId, string connectionId, CancellationToken cancellationToken) =>
        ChangeAsync(userId, (before, now) => Task.FromResult(before?.IsOnline(now) == true ? before.Closed(connectionId, now) : null), cancellationToken);

    /// <summary>Changes a lease, anew each time that somebody else was faster: each time somebody else got somewhere, so this ends.</summary>
    /// <returns>The lease (null: there is nothing to change), and whether this call has made the user come online.</returns>
    private async Task<(Lease? Lease, bool CameOnline)> ChangeAsync(
        string userId, Func<Lease?, DateTimeOffset, Task<Lease?>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, now) = (await leases.FindAsync(userId, cancellationToken), clock.GetUtcNow());
            var after = await change(before, now);
            if (after is null || await leases.TryWriteAsync(after, cancellationToken))
            {
                return (after, before?.IsOnline(now) != true);
            }
        }
    }

    /// <summary>The lease is written, so telling others may fail without the caller noticing: they can ask who is online.</summary>
    private async Task<SignalRMessageAction[]> AnnounceAsync(Lease lease, bool cameOnline, CancellationToken cancellationToken)
    {
        try
        {
            var gone = await departures.NoticeAfterAsync(lease.UserId, cancellationToken);
            return await announcer.MessagesAsync(cameOnline ? [.. gone, new PresenceChange(lease.UserId, Online: true, lease.Since)] : gone, cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            logger.NotAnnounced(e, lease.UserId);
            return [];
        }
    }
}

/// <summary>What became of a heartbeat.</summary>
/// <param name="ExpiresAt">Until when the user is online now.</param>
/// <param name="Messages">What to tell whom.</param>
internal sealed record Renewal(DateTimeOffset ExpiresAt, SignalRMessageAction[] Messages);
