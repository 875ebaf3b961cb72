using System.Globalization;

namespace ChatFunctions.Hosting;

/// <summary>What requests are counted together, each in token buckets of its own.</summary>
internal enum RateLimit
{
    /// <summary>Not limited: functions that a back end calls with its key, and public reads.</summary>
    None,

    /// <summary>Messages that one user sends in all rooms, repeated ones included. They are counted when they are sent, because a batch costs several.</summary>
    Sends,

    /// <summary>Messages of all users in one room, well below what a partition can take.</summary>
    RoomSends,

    /// <summary>Reads by one user, except for searches. A client that opens or reconnects reads many rooms concurrently.</summary>
    Reads,

    /// <summary>Searches by one user, for users or messages: enough for typing in a search box, too few for guessing logins.</summary>
    Searches,

    /// <summary>Changes by one user, except for sends.</summary>
    Writes,

    /// <summary>Registrations and logins from one address.</summary>
    Credentials,

    /// <summary>Refreshes from one address, which can be that of an office.</summary>
    Refreshes,

    /// <summary>Requests with one API key, also those for users.</summary>
    ApiKeys,
}

/// <summary>
/// Settings <c>Chat__RateLimits__*</c>. Each instance counts separately, so with n instances a client can get up to n times as much.
/// </summary>
internal sealed class RateLimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether a front end appends the client's address to <c>X-Forwarded-For</c>, as in Azure. Off by default, because otherwise a client could
    /// forge it.
    /// </summary>
    public bool TrustForwardedFor { get; set; }

    /// <summary>The buckets of each limit, such as <c>Chat__RateLimits__Sends__Tokens</c>.</summary>
    public IReadOnlyDictionary<RateLimit, BucketOptions> Buckets { get; } = new Dictionary<RateLimit, BucketOptions>
    {
        [RateLimit.Sends] = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 100 },
        [RateLimit.RoomSends] = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 },
        [RateLimit.Reads] = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 200 },
        [RateLimit.Searches] = new() { Tokens = 60, Per = TimeSpan.FromMinutes(1), Burst = 30 },
        [RateLimit.Writes] = new() { Tokens = 20, Per = TimeSpan.FromSeconds(1), Burst = 40 },
        [RateLimit.Credentials] = new() { Tokens = 30, Per = TimeSpan.FromMinutes(1), Burst = 30 },
        [RateLimit.Refreshes] = new() { Tokens = 300, Per = TimeSpan.FromMinutes(1), Burst = 300 },
        [RateLimit.ApiKeys] = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 },
    };

    /// <summary>The limits in <c>GET /api/limits</c>.</summary>
    public Dictionary<string, PublishedRateLimit> Published => Buckets.ToDictionary(bucket => NameOf(bucket.Key), bucket => bucket.Value.Published);

    public static string NameOf(RateLimit limit) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(limit.ToString());
}

/// <summary>A full bucket has <see cref="Burst"/> tokens, and gets <see cref="Tokens"/> in each <see cref="Per"/>.</summary>
internal sealed class BucketOptions
{
    private const int Most = 1_000_000;

    public int Tokens { get; set; }

    public TimeSpan Per { get; set; }

    public int Burst { get; set; }

    public bool IsValid => Tokens is >= 1 and <= Most && Burst is >= 1 and <= Most && Per >= TimeSpan.FromMilliseconds(1) && Per <= TimeSpan.FromDays(1);

    public PublishedRateLimit Published => new(Tokens, Per.TotalSeconds, Burst);
}

/// <param name="Tokens">The sustained number in <paramref name="PerSeconds"/>.</param>
/// <param name="Burst">The most in a burst.</param>
public sealed record PublishedRateLimit(int Tokens, double PerSeconds, int Burst);

/// <summary>
/// The state of a bucket for the fields <c>RateLimit-Policy</c> and <c>RateLimit</c>:
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (draft 10).
/// </summary>
/// <param name="Quota">The tokens of a full bucket.</param>
/// <param name="Window">The time to fill an empty bucket.</param>
public sealed record RateLimitState(string Policy, int Quota, TimeSpan Window, int Remaining)
{
    internal void WriteTo(IHeaderDictionary headers, TimeSpan wait)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Quota};w={Seconds(Window)}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Remaining};t={Seconds(wait)}");
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
