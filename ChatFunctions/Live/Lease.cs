using System.Collections.Immutable;
using Azure;

namespace ChatFunctions.Live;

/// <summary>
/// Says that a user is online, and until when unless renewed. A value: what happens to it is decided here, purely, and written by
/// <see cref="LeaseStore"/> under its ETag.
/// </summary>
internal sealed record Lease
{
    /// <summary>Clients renew every 25 s, so one lost renewal is forgiven.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What is left when the last known connection closes: longer than the 25 s between renewals, so that a page that reloads, or
    /// another client whose connection isn't known of, renews it in time.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>How long after a connection opened, or its user was removed from a room, the groups are looked at again: when all that was on its way then is settled.</summary>
    public static readonly TimeSpan CheckedAfter = LiveRooms.AdmissionTakes + TimeSpan.FromSeconds(5);

    /// <summary>Rooms remembered to be looked at again; with more, all are.</summary>
    public const int MaxUncheckedRooms = 20;

    /// <summary>Connections remembered; the oldest is forgotten first.</summary>
    public const int MaxConnections = 16;

    /// <summary>Sessions remembered; the one heard of longest ago is forgotten first.</summary>
    public const int MaxSessions = 16;

    public required string UserId { get; init; }

    public required string Username { get; init; }

    /// <summary>When the user came online.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>By session, until when it keeps the user online.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Sessions { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Ids of live connections that are known of: hints, some may be gone and some missing.</summary>
    public ImmutableList<string> Connections { get; init; } = [];

    /// <summary>When last something changed the user's groups, which have not been looked at again since.</summary>
    public DateTimeOffset? UncheckedSince { get; init; }

    /// <summary>The rooms whose groups changed; empty: any may have.</summary>
    public ImmutableList<string> UncheckedRooms { get; init; } = [];

    /// <summary>Default: not stored yet.</summary>
    public ETag ETag { get; init; }

    public bool IsOnline(DateTimeOffset now) => now < ExpiresAt;

    /// <summary>The lease after a sign of its user: renewed, or a new one if it has expired or there is none.</summary>
    public static Lease Renewed(Lease? lease, Caller caller, DateTimeOffset now)
    {
        var renewed = lease?.IsOnline(now) == true ? lease
            : new Lease { UserId = caller.UserId, Username = caller.Username, Since = now, ExpiresAt = now, ETag = lease?.ETag ?? default };
        var others = renewed.Sessions.Remove(caller.SessionId).OrderByDescending(session => session.Value).Take(MaxSessions - 1);
        return renewed with
        {
            Username = caller.Username,
            ExpiresAt = now + Duration,
            Sessions = others.Append(KeyValuePair.Create(caller.SessionId, now + Duration)).ToImmutableDictionary(),
        };
    }

    /// <summary>The lease after sessions have ended: the user is online as long as another one is.</summary>
    /// <returns>Null: none of them is known to keep the user online.</returns>
    public Lease? Ended(IReadOnlyCollection<string> sessionIds, DateTimeOffset now)
    {
        var others = Sessions.RemoveRange(sessionIds);
        var until = others.Values.Append(now).Max();
        return others.Count == Sessions.Count ? null : this with { Sessions = others, ExpiresAt = until < ExpiresAt ? until : ExpiresAt };
    }

    /// <summary>Whether it is time to look whether the user's groups are right.</summary>
    public bool IsCheckDue(DateTimeOffset now) => now - UncheckedSince >= CheckedAfter;

    /// <summary>The lease after its user's groups were found to be right, unless something has changed them since that was begun.</summary>
    public Lease Checked(DateTimeOffset? since) => UncheckedSince == since ? this with { UncheckedSince = null, UncheckedRooms = [] } : this;

    /// <summary>The lease after its user was removed from a room.</summary>
    public Lease RemovedFrom(string roomId, DateTimeOffset now)
    {
        var all = UncheckedSince is not null && UncheckedRooms.IsEmpty;
        var rooms = all ? [] : UncheckedRooms.Remove(roomId).Add(roomId);
        return this with { UncheckedSince = now, UncheckedRooms = rooms.Count > MaxUncheckedRooms ? [] : rooms };
    }

    public Lease Opened(string connectionId, DateTimeOffset now)
    {
        var connections = Connections.Remove(connectionId).Add(connectionId);
        return this with { Connections = connections.RemoveRange(0, Math.Max(0, connections.Count - MaxConnections)), UncheckedSince = now, UncheckedRooms = [] };
    }

    /// <summary>The lease after a connection closed: shortened, never lengthened, and only by the last one.</summary>
    public Lease Closed(string connectionId, DateTimeOffset now)
    {
        var connections = Connections.Remove(connectionId);
        var shortened = now + Grace < ExpiresAt ? now + Grace : ExpiresAt;
        return this with { Connections = connections, ExpiresAt = connections.IsEmpty ? shortened : ExpiresAt };
    }
}
