using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace ChatFunctions.Hosting;

/// <summary>
/// Token buckets of one kind, by key. The framework's partitioned limiter has no bound and walks through all of its buckets ten times a
/// second; here a bucket is refilled when it is used, and forgotten after <see cref="KeysPerGeneration"/> other keys have come.
/// </summary>
internal sealed class TokenBuckets(string name, BucketOptions options)
{
    /// <summary>Twice as many buckets are kept at most.</summary>
    public const int KeysPerGeneration = 20_000;

    private readonly TokenBucketRateLimiterOptions _options = new()
    {
        TokenLimit = options.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromTicks(Math.Max(1, options.Per.Ticks / options.Tokens)),
        AutoReplenishment = false,
    };

    private Generations _generations = new([], []);

    /// <summary>How many buckets are kept.</summary>
    public int Count => _generations.Current.Count + _generations.Previous.Count;

    /// <summary>Takes tokens; all of a full bucket at most, so that what costs more isn't refused permanently.</summary>
    /// <returns>Null: taken; otherwise 429 <c>rate_limited</c>, and none are.</returns>
    public Refusal? Take(string key, int tokens = 1)
    {
        var bucket = Bucket(key);
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire(Math.Min(tokens, options.Burst));
        return lease.IsAcquired ? null : Refuse(bucket, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _options.ReplenishmentPeriod);
    }

    /// <summary>Asks whether there is a token, without taking it.</summary>
    /// <returns>Null: there is; otherwise 429 <c>rate_limited</c>.</returns>
    public Refusal? RefuseIfEmpty(string key)
    {
        var bucket = Bucket(key);
        bucket.TryReplenish();
        return Left(bucket) > 0 ? null : Refuse(bucket, _options.ReplenishmentPeriod);
    }

    /// <summary>Takes as many of the tokens as there are, for what has happened already.</summary>
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
