using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>The rate limits of this instance.</summary>
internal sealed class RateLimiters(IOptions<RateLimitOptions> options)
{
    private readonly Dictionary<RateLimit, TokenBuckets> _buckets = options.Value.Buckets.ToDictionary(
        bucket => bucket.Key, bucket => new TokenBuckets(RateLimitOptions.NameOf(bucket.Key), bucket.Value));

    public bool Enabled => options.Value.Enabled;

    /// <summary>The published limits; null: rate limits are off.</summary>
    public Dictionary<string, PublishedRateLimit>? Published => Enabled ? options.Value.Published : null;

    public TokenBuckets this[RateLimit limit] => _buckets[limit];

    /// <inheritdoc cref="ClientAddress.Of"/>
    public string AddressOf(FunctionContext context, HttpContext http) => ClientAddress.Of(context, http, options.Value.TrustForwardedFor);
}

internal static class RateLimitServices
{
    private const string Section = "Chat:RateLimits";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection(Section))
            .Configure(options => Array.ForEach([.. options.Buckets], bucket => configuration.GetSection($"{Section}:{bucket.Key}").Bind(bucket.Value)))
            .Validate(
                options => options.Buckets.Values.All(bucket => bucket.IsValid),
                "Each of Chat__RateLimits needs __Tokens and __Burst from 1 to 1000000, and __Per from a millisecond to a day.")
            .ValidateOnStart();
        return services.AddSingleton<RateLimiters>();
    }
}
