using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>The rate limits of this instance.</summary>
internal sealed class RateLimiters(IOptions<RateLimitOptions> options)
{
    public bool Enabled => options.Value.Enabled;

    /// <inheritdoc cref="ClientAddress.Of"/>
    public string AddressOf(FunctionContext context, HttpContext http) => ClientAddress.Of(context, http, options.Value.TrustForwardedFor);

    /// <summary>By user.</summary>
    public TokenBuckets Sends { get; } = new("sends", options.Value.Sends);

    /// <summary>By room.</summary>
    public TokenBuckets RoomSends { get; } = new("roomSends", options.Value.RoomSends);

    /// <summary>By user.</summary>
    public TokenBuckets Reads { get; } = new("reads", options.Value.Reads);

    /// <summary>By user.</summary>
    public TokenBuckets Searches { get; } = new("searches", options.Value.Searches);

    /// <summary>By user.</summary>
    public TokenBuckets Writes { get; } = new("writes", options.Value.Writes);

    /// <summary>By address.</summary>
    public TokenBuckets Credentials { get; } = new("credentials", options.Value.Credentials);

    /// <summary>By address.</summary>
    public TokenBuckets Refreshes { get; } = new("refreshes", options.Value.Refreshes);

    /// <summary>By API key, instead of the others by user.</summary>
    public TokenBuckets ApiKeys { get; } = new("apiKeys", options.Value.ApiKeys);

    /// <summary>The published limits; null: rate limits are off.</summary>
    public PublishedRateLimits? Published => Enabled ? options.Value.Published : null;
}
