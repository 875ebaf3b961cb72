using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

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

    /// <summary>Messages that one user sends in all rooms, repeated ones included.</summary>
    [ValidateObjectMembers]
    public BucketOptions Sends { get; set; } = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 100 };

    /// <summary>Messages of all users in one room, well below what a partition can take.</summary>
    [ValidateObjectMembers]
    public BucketOptions RoomSends { get; set; } = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 };

    /// <summary>Reads by one user. A client that opens or reconnects reads many rooms concurrently.</summary>
    [ValidateObjectMembers]
    public BucketOptions Reads { get; set; } = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 200 };

    /// <summary>Searches by one user, for users or messages: enough for typing in a search box, too few for guessing logins.</summary>
    [ValidateObjectMembers]
    public BucketOptions Searches { get; set; } = new() { Tokens = 60, Per = TimeSpan.FromMinutes(1), Burst = 30 };

    /// <summary>Other changes by one user.</summary>
    [ValidateObjectMembers]
    public BucketOptions Writes { get; set; } = new() { Tokens = 20, Per = TimeSpan.FromSeconds(1), Burst = 40 };

    /// <summary>Registrations and logins from one address.</summary>
    [ValidateObjectMembers]
    public BucketOptions Credentials { get; set; } = new() { Tokens = 30, Per = TimeSpan.FromMinutes(1), Burst = 30 };

    /// <summary>Refreshes from one address, which can be that of an office.</summary>
    [ValidateObjectMembers]
    public BucketOptions Refreshes { get; set; } = new() { Tokens = 300, Per = TimeSpan.FromMinutes(1), Burst = 300 };

    /// <summary>Requests with one API key, also those for users.</summary>
    [ValidateObjectMembers]
    public BucketOptions ApiKeys { get; set; } = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 };

    public PublishedRateLimits Published => new(
        Sends.Published, RoomSends.Published, Reads.Published, Searches.Published, Writes.Published, Credentials.Published, Refreshes.Published, ApiKeys.Published);
}

/// <summary>A full bucket has <see cref="Burst"/> tokens, and gets <see cref="Tokens"/> in each <see cref="Per"/>.</summary>
internal sealed class BucketOptions
{
    [Range(1, 1_000_000)]
    public int Tokens { get; set; }

    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Per { get; set; }

    [Range(1, 1_000_000)]
    public int Burst { get; set; }

    public PublishedRateLimit Published => new(Tokens, Per.TotalSeconds, Burst);
}

/// <summary>Validates the settings without reflection.</summary>
[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>The rate limits in <c>GET /api/limits</c>; what they count is documented at <see cref="RateLimit"/>.</summary>
public sealed record PublishedRateLimits(
    PublishedRateLimit Sends,
    PublishedRateLimit RoomSends,
    PublishedRateLimit Reads,
    PublishedRateLimit Searches,
    PublishedRateLimit Writes,
    PublishedRateLimit Credentials,
    PublishedRateLimit Refreshes,
    PublishedRateLimit ApiKeys);

/// <param name="Tokens">The sustained number in <paramref name="PerSeconds"/>.</param>
/// <param name="PerSeconds">The period in seconds.</param>
/// <param name="Burst">The most in a burst.</param>
public sealed record PublishedRateLimit(int Tokens, double PerSeconds, int Burst);

/// <summary>
/// The state of a bucket for the fields <c>RateLimit-Policy</c> and <c>RateLimit</c>:
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (draft 10).
/// </summary>
/// <param name="Policy">The name of the bucket.</param>
/// <param name="Quota">The tokens of a full bucket.</param>
/// <param name="Window">The time to fill an empty bucket.</param>
/// <param name="Remaining">The remaining tokens.</param>
public sealed record RateLimitState(string Policy, int Quota, TimeSpan Window, int Remaining)
{
    /// <param name="wait">When to try again.</param>
    internal void WriteTo(IHeaderDictionary headers, TimeSpan wait)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Quota};w={Seconds(Window)}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Remaining};t={Seconds(wait)}");
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
