namespace ChatFunctions.RateLimits;

/// <summary>
/// Token buckets of one kind, by key. All that a bucket needs to remember is when it will be full again (the generic cell rate
/// algorithm, ITU-T I.371); one that is full is like one never used, and forgotten. Runs on the clock that it is given, which those of
/// System.Threading.RateLimiting can't.
/// </summary>
internal sealed class TokenBuckets
{
    /// <summary>Keys remembered at most. With more in use at a time, those that come last share one bucket.</summary>
    public const int MaxKeys = 100_000;

    private const string Overflow = "";
    private const int FirstSweep = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _fullAt = [];
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _ticksPerToken;
    private readonly long _capacity;
    private int _sweepAt = FirstSweep;

    public TokenBuckets(string name, BucketOptions options, TimeProvider clock)
    {
        (Name, Burst, _clock, _start) = (name, options.Burst, clock, clock.GetTimestamp());
        _ticksPerToken = Math.Max(1, options.Per.Ticks / options.Tokens);
        _capacity = _ticksPerToken * Burst;
    }

    public string Name { get; }

    /// <summary>Tokens in a full bucket.</summary>
    public int Burst { get; }

    /// <summary>How long an empty bucket takes to fill.</summary>
    public TimeSpan Window => TimeSpan.FromTicks(_capacity);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _fullAt.Count;
            }
        }
    }

    /// <summary>Takes tokens; all of a full bucket at most, so that what costs more isn't impossible for ever.</summary>
    /// <returns>Null: taken; otherwise none are, and this is how long it takes until there are enough.</returns>
    public TimeSpan? Take(string key, int tokens)
    {
        var cost = Math.Min(tokens, Burst) * _ticksPerToken;
        lock (_gate)
        {
            var now = Now;
            key = Remembered(key, now);
            var fullAt = Math.Max(_fullAt.GetValueOrDefault(key), now) + cost;
            if (fullAt - now > _capacity)
            {
                return TimeSpan.FromTicks(fullAt - now - _capacity);
            }

            _fullAt[key] = fullAt;
            return null;
        }
    }

    /// <summary>Gives tokens back that were taken for nothing.</summary>
    public void Return(string key, int tokens)
    {
        lock (_gate)
        {
            if (_fullAt.TryGetValue(key, out var fullAt))
            {
                _fullAt[key] = fullAt - (Math.Min(tokens, Burst) * _ticksPerToken);
            }
        }
    }

    /// <summary>How many tokens there are.</summary>
    public int Remaining(string key)
    {
        lock (_gate)
        {
            return (int)((_capacity - Math.Max(0, _fullAt.GetValueOrDefault(key) - Now)) / _ticksPerToken);
        }
    }

    private long Now => _clock.GetElapsedTime(_start).Ticks;

    /// <summary>The key under which a bucket is kept, once there is room for it.</summary>
    private string Remembered(string key, long now)
    {
        if (_fullAt.Count < _sweepAt || _fullAt.ContainsKey(key))
        {
            return key;
        }

        foreach (var (full, _) in _fullAt.Where(bucket => bucket.Value <= now).ToArray())
        {
            _fullAt.Remove(full);
        }

        // Sweeping again only when twice as many have gathered keeps it a constant cost for each.
        _sweepAt = Math.Clamp(2 * _fullAt.Count, FirstSweep, MaxKeys);
        return _fullAt.Count < MaxKeys ? key : Overflow;
    }
}
