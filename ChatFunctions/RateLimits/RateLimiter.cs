using ChatFunctions.Http;
using Microsoft.Extensions.Options;

namespace ChatFunctions.RateLimits;

/// <summary>The buckets of this instance.</summary>
internal sealed class RateLimiter
{
    private readonly RateLimitOptions _options;

    public RateLimiter(IOptions<RateLimitOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        Sends = new TokenBuckets("sends", _options.Sends, clock);
        RoomSends = new TokenBuckets("roomSends", _options.RoomSends, clock);
        Writes = new TokenBuckets("writes", _options.Writes, clock);
        Credentials = new TokenBuckets("credentials", _options.Credentials, clock);
        Refreshes = new TokenBuckets("refreshes", _options.Refreshes, clock);
    }

    public bool Enabled => _options.Enabled;

    public bool TrustForwardedFor => _options.TrustForwardedFor;

    /// <summary>By user.</summary>
    public TokenBuckets Sends { get; }

    /// <summary>By room.</summary>
    public TokenBuckets RoomSends { get; }

    /// <summary>By user.</summary>
    public TokenBuckets Writes { get; }

    /// <summary>By address.</summary>
    public TokenBuckets Credentials { get; }

    /// <summary>By address.</summary>
    public TokenBuckets Refreshes { get; }

    /// <summary>As a client sees them; null: there are none.</summary>
    public PublishedRateLimits? Published => Enabled ? _options.Published : null;

    /// <returns>Null: taken; otherwise 429 <c>rate_limited</c>, and nothing is.</returns>
    public static Refusal? Take(TokenBuckets buckets, string key, int tokens = 1) => buckets.Take(key, tokens) is { } wait
        ? Refusal.RateLimited with { RetryAfter = wait, RateLimit = new RateLimitState(buckets.Name, buckets.Burst, buckets.Window, buckets.Remaining(key)) }
        : null;
}
