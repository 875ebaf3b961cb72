using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Hosting;

/// <summary>The framework's token bucket has its own clock. Where a test must not refill it, a token takes hours.</summary>
public sealed class TokenBucketsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_full_bucket_allows_its_burst_and_then_nothing()
    {
        var buckets = Buckets(burst: 100);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(buckets.Take("ada")));
        var refusal = buckets.Take("ada")!;
        Assert.Equal((429, "rate_limited", Hour), (refusal.Status, refusal.Code, refusal.RetryAfter));
        Assert.Equal(new RateLimitState("test", Quota: 100, Window: 100 * Hour, Remaining: 0), refusal.RateLimit);
        Assert.Null(buckets.Take("bob"));
    }

    [Fact]
    public async Task Tokens_are_refilled()
    {
        var buckets = new TokenBuckets("test", new BucketOptions { Tokens = 20, Per = TimeSpan.FromSeconds(1), Burst = 1 });
        Assert.Null(buckets.Take("ada"));

        await Eventually.IsTrueAsync(() => buckets.Take("ada") is null);
    }

    [Fact]
    public void A_refused_request_takes_no_token_and_gets_the_time_to_wait()
    {
        var buckets = Buckets(burst: 20);
        Assert.Null(buckets.Take("ada", 15));

        var refusal = buckets.Take("ada", 8)!;
        Assert.Equal((3 * Hour, 5), (refusal.RetryAfter, refusal.RateLimit!.Remaining));
        Assert.Null(buckets.Take("ada", 5));
    }

    [Fact]
    public void A_request_that_costs_more_than_a_full_bucket_takes_all_of_it()
    {
        var buckets = Buckets(burst: 10);

        Assert.Null(buckets.Take("ada", 40));
        Assert.Equal(10 * Hour, buckets.Take("ada", 40)!.RetryAfter);
    }

    [Fact]
    public void Memory_is_bounded_and_a_bucket_in_use_is_remembered()
    {
        var buckets = Buckets(burst: 10);
        Assert.Null(buckets.Take("ada", 9));
        for (var i = 0; i < 3 * TokenBuckets.KeysPerGeneration; i++)
        {
            buckets.Take($"{i}");
            if (i % 1_000 == 0)
            {
                buckets.Take("ada", 2);
            }
        }

        Assert.InRange(buckets.Count, TokenBuckets.KeysPerGeneration, 2 * TokenBuckets.KeysPerGeneration);
        Assert.Equal(1, buckets.Take("ada", 2)?.RateLimit?.Remaining);
    }

    [Fact]
    public async Task Concurrent_requests_never_take_the_same_token()
    {
        var buckets = Buckets(burst: 500);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 200).Count(_ => buckets.Take("ada") is null))));

        Assert.Equal(500, taken.Sum());
    }

    private static TokenBuckets Buckets(int burst) => new("test", new BucketOptions { Tokens = 1, Per = Hour, Burst = burst });
}
