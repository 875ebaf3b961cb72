using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace ChatFunctions.Hosting;

/// <summary>
/// Token buckets by key. The framework's partitioned limiter is unbounded and visits all buckets ten times a second; this one refills a bucket
/// when it is used, and drops it after <see cref="KeysPerGeneration"/> other keys.
/// </summary>
internal sealed class TokenBuckets(string name, BucketOptions options)
{
    /// <summary>Half the most buckets that are kept.</summary>
    public const int KeysPerGeneration = 20_000;

    private readonly TokenBucketRateLimiterOptions _options = new()
    {
        TokenLimit = options.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromTicks(Math.Max(1, options.Per.Ticks / options.Tokens)),
        AutoReplenishment = false,
    };

    private Generations _generations = new([], []);

    /// <summary>The number of buckets.</summary>
    public int Count => _generations.Current.Count + _generations.Previous.Count;

    /// <summary>Takes tokens, at most a full bucket, so that a larger cost isn't refused permanently.</summary>
    /// <returns>Null if they were taken; otherwise 429 <c>rate_limited</c>.</returns>
    public Refusal? Take(string key, int tokens = 1)
    {
        var bucket = Bucket(key);
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire(Math.Min(tokens, options.Burst));
        return lease.IsAcquired ? null : Refuse(bucket, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _options.ReplenishmentPeriod);
    }

    /// <summary>Checks for a token without taking it.</summary>
    /// <returns>Null if there is one; otherwise 429 <c>rate_limited</c>.</returns>
    public Refusal? RefuseIfEmpty(string key)
    {
        var bucket = Bucket(key);
        bucket.TryReplenish();
        return Left(bucket) > 0 ? null : Refuse(bucket, _options.ReplenishmentPeriod);
    }

    /// <summary>Takes as many of the tokens as there are.</summary>
    public void TakeUpTo(string key, int tokens)
    {
        var bucket = Bucket(key);
        bucket.TryReplenish();
        while (Left(bucket) is > 0 and var left && !bucket.AttemptAcquire(Math.Min(tokens, left)).IsAcquired)
        {
        }
    }

    private static int Left(TokenBucketRateLimiter bucket) => (int)(bucket.GetStatistics()?.CurrentAvailablePermits ?? 0);

    private Refusal Refuse(TokenBucketRateLimiter bucket, TimeSpan wait) => Refusal.RateLimited with
    {
        RetryAfter = wait,
        RateLimit = new RateLimitState(name, options.Burst, _options.ReplenishmentPeriod * options.Burst, Left(bucket)),
    };

    private TokenBucketRateLimiter Bucket(string key)
    {
        var generations = Volatile.Read(ref _generations);
        if (generations.Current.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        bucket = generations.Current.GetOrAdd(key, key => generations.Previous.TryGetValue(key, out var kept) ? kept : new TokenBucketRateLimiter(_options));
        if (Interlocked.Increment(ref generations.Added) == KeysPerGeneration)
        {
            Volatile.Write(ref _generations, new Generations([], generations.Current));
        }

        return bucket;
    }

    private sealed class Generations(
        ConcurrentDictionary<string, TokenBucketRateLimiter> current, ConcurrentDictionary<string, TokenBucketRateLimiter> previous)
    {
        public int Added;

        public ConcurrentDictionary<string, TokenBucketRateLimiter> Current => current;

        public ConcurrentDictionary<string, TokenBucketRateLimiter> Previous => previous;
    }
}
