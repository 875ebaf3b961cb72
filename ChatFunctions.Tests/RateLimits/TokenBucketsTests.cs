using ChatFunctions.RateLimits;

namespace ChatFunctions.Tests.RateLimits;

public sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_nothing()
    {
        var buckets = Buckets(tokens: 50, burst: 100);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Null(buckets.Take("ada", 1)));
        Assert.Equal(TimeSpan.FromMilliseconds(20), buckets.Take("ada", 1));
        Assert.Null(buckets.Take("bob", 1));
    }

    [Fact]
    public void Tokens_flow_in_steadily_up_to_the_burst()
    {
        var buckets = Buckets(tokens: 50, burst: 100);
        buckets.Take("ada", 100);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(5, buckets.Remaining("ada"));
        Assert.Null(buckets.Take("ada", 5));
        Assert.NotNull(buckets.Take("ada", 1));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, buckets.Remaining("ada"));
    }

    [Fact]
    public void What_is_refused_takes_nothing_and_works_after_the_wait_it_was_told()
    {
        var buckets = Buckets(tokens: 10, burst: 20);
        buckets.Take("ada", 15);

        var wait = buckets.Take("ada", 8);
        Assert.Equal(TimeSpan.FromMilliseconds(300), wait);
        Assert.Equal(5, buckets.Remaining("ada"));
        _time.Advance(wait!.Value - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), buckets.Take("ada", 8));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(buckets.Take("ada", 8));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again_and_no_more()
    {
        var buckets = Buckets(tokens: 1, burst: 10);
        buckets.Take("ada", 10);
        buckets.Return("ada", 3);
        Assert.Null(buckets.Take("ada", 3));
        Assert.NotNull(buckets.Take("ada", 1));

        buckets.Return("ada", 10);
        buckets.Return("ada", 10);
        Assert.Equal(10, buckets.Remaining("ada"));
    }

    [Fact]
    public void What_costs_more_than_a_full_bucket_takes_all_of_it()
    {
        var buckets = Buckets(tokens: 1, burst: 10);

        Assert.Null(buckets.Take("ada", 40));
        Assert.Equal(TimeSpan.FromSeconds(10), buckets.Take("ada", 40));
    }

    [Fact]
    public void Buckets_that_are_full_again_are_forgotten()
    {
        var buckets = Buckets(tokens: 1, burst: 10);
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 1_000; i++)
            {
                buckets.Take($"{round}-{i}", 1);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(buckets.Count, 1, 2_000);
    }

    [Fact]
    public void However_many_keys_come_memory_is_bounded_and_the_last_ones_are_limited_too()
    {
        var buckets = Buckets(tokens: 1, burst: 10);
        for (var i = 0; i < TokenBuckets.MaxKeys + 1_000; i++)
        {
            buckets.Take($"{i}", 1);
        }

        Assert.InRange(buckets.Count, TokenBuckets.MaxKeys, TokenBuckets.MaxKeys + 1);
        Assert.NotNull(buckets.Take("one more", 1));
        Assert.Null(buckets.Take("0", 1));
    }

    [Fact]
    public async Task Taking_in_parallel_gives_no_token_twice()
    {
        var buckets = Buckets(tokens: 1, burst: 500);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 200).Count(_ => buckets.Take("ada", 1) is null))));

        Assert.Equal(500, taken.Sum());
    }

    private TokenBuckets Buckets(int tokens, int burst) =>
        new("test", new BucketOptions { Tokens = tokens, Per = TimeSpan.FromSeconds(1), Burst = burst }, _time);
}
