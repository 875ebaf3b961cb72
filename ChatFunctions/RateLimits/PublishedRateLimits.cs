namespace ChatFunctions.RateLimits;

/// <summary>The rate limits in <c>GET /api/limits</c>; what they count is documented at <see cref="RateLimit"/>.</summary>
public sealed record PublishedRateLimits(
    PublishedRateLimit Sends, PublishedRateLimit RoomSends, PublishedRateLimit Writes, PublishedRateLimit Credentials, PublishedRateLimit Refreshes);

/// <param name="Tokens">How many are allowed in the long run,</param>
/// <param name="PerSeconds">in this many seconds,</param>
/// <param name="Burst">and how many at once after a while without any.</param>
public sealed record PublishedRateLimit(int Tokens, double PerSeconds, int Burst);
