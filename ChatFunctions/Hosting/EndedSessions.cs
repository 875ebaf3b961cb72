using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>
/// Ended sessions whose access tokens haven't expired. Each instance with requests caches the list, so checking costs no storage request
/// and an ended session is refused everywhere within ten seconds.
/// </summary>
internal sealed class EndedSessions(ChatTables tables, IOptions<TokenOptions> options, TimeProvider clock)
{
    public const string Partition = "ended";

    /// <summary>An allowance for differences between clocks and for the time to write a row.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new();
    private readonly PeriodicRead _list = new(clock);

    /// <summary>Ends a session: this instance refuses its access tokens immediately.</summary>
    public async Task<EndedSession> AddAsync(string userId, string sessionId, CancellationToken cancellationToken)
    {
        var session = new EndedSession(userId, sessionId, clock.GetUtcNow());
        var row = RowOf(session, possiblyLive: true);
        await tables.Directory.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        _until[row.Name] = row.ExpiresAt;
        return session;
    }

    /// <summary>Sessions that ended before a time and whose live connections may still be open.</summary>
    public async Task<List<EndedSession>> PossiblyLiveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {Key(before)} and PossiblyLive eq {true}");
        return [.. (await tables.Directory.TakeAsync<EndedSessionRow>(filter, Limits.MaxPageSize, cancellationToken)).Select(row => row.ToSession())];
    }

    /// <summary>Records that their live connections are closed.</summary>
    public Task NoteClosedAsync(IReadOnlyList<EndedSession> sessions, CancellationToken cancellationToken) => sessions.ForEachParallelAsync(
        (session, token) => tables.Directory.UpsertEntityAsync(RowOf(session, possiblyLive: false), TableUpdateMode.Replace, token), cancellationToken);

    public async ValueTask<bool> IncludeAsync(string userId, string sessionId, CancellationToken cancellationToken)
    {
        await _list.EnsureRecentAsync(ReadAsync, cancellationToken);
        return _until.ContainsKey(Name(userId, sessionId));
    }

    /// <summary>Whether a session has ended, also if another instance ended it just now.</summary>
    public async Task<bool> IncludeNowAsync(string sessionId, CancellationToken cancellationToken)
    {
        await ReadAsync(age: null).WaitAsync(cancellationToken);
        return _until.Keys.Any(name => name.EndsWith($".{sessionId}", StringComparison.Ordinal));
    }

    /// <param name="age">The list's age; null if it was never read.</param>
    private async Task ReadAsync(TimeSpan? age)
    {
        var now = clock.GetUtcNow();
        var since = now - Tolerance - (age < options.Value.AccessTokenLifetime ? age.Value : options.Value.AccessTokenLifetime);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {Key(since)}");
        foreach (var row in await tables.Directory.TakeAsync<EndedSessionRow>(filter, int.MaxValue, CancellationToken.None))
        {
            _until[row.Name] = row.ExpiresAt;
        }

        foreach (var (name, until) in _until)
        {
            if (until < now)
            {
                _until.TryRemove(name, out _);
            }
        }
    }

    private EndedSessionRow RowOf(EndedSession session, bool possiblyLive) => new()
    {
        PartitionKey = Partition,
        RowKey = Key(session.EndedAt) + Name(session.UserId, session.SessionId),
        ExpiresAt = session.EndedAt + options.Value.AccessTokenLifetime + Tolerance,
        PossiblyLive = possiblyLive,
    };

    /// <summary>Contains the user id, so that no user can end another user's session.</summary>
    private static string Name(string userId, string sessionId) => $"{userId}.{sessionId}";

    private static string Key(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) + ":";

    private sealed record EndedSessionRow : Row
    {
        public DateTimeOffset ExpiresAt { get; set; }

        /// <summary>Whether it may have live connections; absent in rows of earlier versions.</summary>
        public bool? PossiblyLive { get; set; }

        [System.Runtime.Serialization.IgnoreDataMember]
        public string Name => RowKey[(RowKey.IndexOf(':', StringComparison.Ordinal) + 1)..];

        public EndedSession ToSession() => Name.Split('.') is [var userId, var sessionId]
            ? new EndedSession(userId, sessionId, new DateTimeOffset(long.Parse(RowKey.AsSpan(0, RowKey.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture), TimeSpan.Zero))
            : throw new FormatException("A row of the ended sessions has an invalid key.");
    }
}

/// <summary>A session that has ended.</summary>
internal sealed record EndedSession(string UserId, string SessionId, DateTimeOffset EndedAt);

/// <summary>Closes the live connections of ended sessions in the background.</summary>
internal interface ISessionEndHandler
{
    /// <param name="sessions">Sessions of one user, at least one.</param>
    void Start(IReadOnlyList<EndedSession> sessions);
}

/// <summary>Accepts ended sessions, so that a call that ends sessions can be repeated.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowEndedSessionAttribute : Attribute;
