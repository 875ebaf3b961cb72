using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>
/// Settings <c>Chat__RateLimits__*</c>. Each instance counts for itself: with n instances a client that reaches all of them gets up to n
/// times as much.
/// </summary>
internal sealed class RateLimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The app is behind a front end that appends the client's address to <c>X-Forwarded-For</c>, as Azure's does. Where none does, anybody
    /// could write anything there, so it is off.
    /// </summary>
    public bool TrustForwardedFor { get; set; }

    /// <summary>Messages that one user sends in all rooms, repeated ones included.</summary>
    [ValidateObjectMembers]
    public BucketOptions Sends { get; set; } = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 100 };

    /// <summary>Messages in one room, of all users: what a room's partition carries with ease.</summary>
    [ValidateObjectMembers]
    public BucketOptions RoomSends { get; set; } = new() { Tokens = 500, Per = TimeSpan.FromSeconds(1), Burst = 1_000 };

    /// <summary>What one user reads. A page that opens or reconnects reads each of its rooms at the same time.</summary>
    [ValidateObjectMembers]
    public BucketOptions Reads { get; set; } = new() { Tokens = 50, Per = TimeSpan.FromSeconds(1), Burst = 200 };

    /// <summary>Searches of one user for users: enough to type in a search box, too few to try out logins.</summary>
    [ValidateObjectMembers]
    public BucketOptions Searches { get; set; } = new() { Tokens = 60, Per = TimeSpan.FromMinutes(1), Burst = 30 };

    /// <summary>Everything else that one user changes.</summary>
    [ValidateObjectMembers]
    public BucketOptions Writes { get; set; } = new() { Tokens = 20, Per = TimeSpan.FromSeconds(1), Burst = 40 };

    /// <summary>Registrations and logins from one address.</summary>
    [ValidateObjectMembers]
    public BucketOptions Credentials { get; set; } = new() { Tokens = 30, Per = TimeSpan.FromMinutes(1), Burst = 30 };

    /// <summary>Refreshes from one address, behind which an office may be.</summary>
    [ValidateObjectMembers]
    public BucketOptions Refreshes { get; set; } = new() { Tokens = 300, Per = TimeSpan.FromMinutes(1), Burst = 300 };

    public PublishedRateLimits Published => new(
        Sends.Published, RoomSends.Published, Reads.Published, Searches.Published, Writes.Published, Credentials.Published, Refreshes.Published);
}

/// <summary>A bucket holds <see cref="Burst"/> tokens when full, and <see cref="Tokens"/> flow in each <see cref="Per"/>.</summary>
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
    PublishedRateLimit Refreshes);

/// <param name="Tokens">How many are allowed in the long run,</param>
/// <param name="PerSeconds">in this many seconds,</param>
/// <param name="Burst">and how many in a burst after a while without any.</param>
public sealed record PublishedRateLimit(int Tokens, double PerSeconds, int Burst);

/// <summary>
/// What a client that went too fast is told beside <c>Retry-After</c>: the fields <c>RateLimit-Policy</c> and <c>RateLimit</c> of
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (draft 10).
/// </summary>
/// <param name="Policy">Which bucket.</param>
/// <param name="Quota">Tokens in a full one.</param>
/// <param name="Window">How long an empty one takes to fill.</param>
/// <param name="Remaining">Tokens left.</param>
public sealed record RateLimitState(string Policy, int Quota, TimeSpan Window, int Remaining)
{
    /// <param name="wait">Until trying again makes sense.</param>
    internal void WriteTo(IHeaderDictionary headers, TimeSpan wait)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Quota};w={Seconds(Window)}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Remaining};t={Seconds(wait)}");
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
