using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.Serialization;

namespace ChatFunctions.Live;

/// <summary>
/// A record that a user is online until it expires. Its changes are pure functions; <see cref="LeaseStore"/> writes them under its ETag.
/// </summary>
internal sealed record Lease : Row
{
    /// <summary>Clients renew every 25 s, so one renewal can be lost.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The remaining time after the last known connection closes: longer than the 25 s between renewals, so a reloaded page or a client with an
    /// unknown connection can renew it.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>How long after opening a connection or leaving a room the groups are checked again, when concurrent changes are settled.</summary>
    public static readonly TimeSpan CheckedAfter = LiveRooms.AdmissionTakes + TimeSpan.FromSeconds(5);

    /// <summary>Rooms remembered for the next check. With more, all rooms are checked.</summary>
    public const int MaxUncheckedRooms = 20;

    /// <summary>Connections remembered; the oldest is forgotten first.</summary>
    public const int MaxConnections = 16;

    /// <summary>Sessions remembered; the one used longest ago is forgotten first.</summary>
    public const int MaxSessions = 16;

    [IgnoreDataMember]
    public string UserId => RowKey;

    public string Username { get; init; } = "";

    /// <summary>When the user came online.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when each session keeps the user online.</summary>
    [IgnoreDataMember]
    public ImmutableDictionary<string, DateTimeOffset> Sessions { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Ids of known live connections. Some may be closed and some missing.</summary>
    [IgnoreDataMember]
    public ImmutableList<string> Connections { get; init; } = [];

    /// <summary>When the user's groups last changed without having been checked since.</summary>
    public DateTimeOffset? UncheckedSince { get; init; }

    /// <summary>The rooms whose groups changed; empty: any room.</summary>
    [IgnoreDataMember]
    public ImmutableList<string> UncheckedRooms { get; init; } = [];

    /// <summary>Each a session's id, a colon, and seconds since 1970; separated by spaces; absent: none.</summary>
    [DataMember(Name = nameof(Sessions))]
    public string? StoredSessions
    {
        get => Joined(Sessions.Select(session => string.Create(CultureInfo.InvariantCulture, $"{session.Key}:{session.Value.ToUnixTimeSeconds()}")));
        init => Sessions = Split(value).Select(session => session.Split(':')).ToImmutableDictionary(
            session => session[0], session => DateTimeOffset.FromUnixTimeSeconds(long.Parse(session[1], CultureInfo.InvariantCulture)));
    }

    [DataMember(Name = nameof(Connections))]
    public string? StoredConnections
    {
        get => Joined(Connections);
        init => Connections = Split(value);
    }

    [DataMember(Name = nameof(UncheckedRooms))]
    public string? StoredUncheckedRooms
    {
        get => Joined(UncheckedRooms);
        init => UncheckedRooms = Split(value);
    }

    public bool IsOnline(DateTimeOffset now) => now < ExpiresAt;

    /// <summary>The lease after a heartbeat: renewed, or a new one if it has expired or there is none.</summary>
    public static Lease Renewed(Lease? lease, Caller caller, DateTimeOffset now)
    {
        var renewed = lease?.IsOnline(now) == true ? lease
            : new Lease { PartitionKey = LeaseStore.ShardOf(caller.UserId), RowKey = caller.UserId, Since = now, ExpiresAt = now, ETag = lease?.ETag ?? default };
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

    /// <summary>Whether the user's groups must be checked now.</summary>
    public bool IsCheckDue(DateTimeOffset now) => now - UncheckedSince >= CheckedAfter;

    /// <summary>The lease after the user's groups were checked, unless they changed meanwhile.</summary>
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

    private static string? Joined(IEnumerable<string> texts) => string.Join(' ', texts) is { Length: > 0 } joined ? joined : null;

    private static ImmutableList<string> Split(string? texts) => texts is null ? [] : [.. texts.Split(' ')];
}
