using Azure;
using ChatFunctions.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatFunctions.Tests.Storage;

public sealed class BackgroundWorkTests : IDisposable
{
    private readonly BackgroundWork _work = new(TimeProvider.System, NullLogger<BackgroundWork>.Instance);

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Background_work_runs_outside_the_callers_context()
    {
        var caller = new AsyncLocal<string> { Value = "a request" };
        var seen = new TaskCompletionSource<string?>();
        var detached = new TaskCompletionSource<string?>();

        _work.Start("work", () =>
        {
            seen.SetResult(caller.Value);
            return Task.CompletedTask;
        });
        _ = BackgroundWork.Detach(async () =>
        {
            await Task.Yield();
            detached.SetResult(caller.Value);
        });

        Assert.Null(await seen.Task);
        Assert.Null(await detached.Task);
        Assert.Equal("a request", caller.Value);
    }

    [Fact]
    public async Task A_bounded_number_of_work_items_runs_concurrently_and_the_others_follow()
    {
        const int pieces = 100;
        var (running, most, done) = (0, 0, 0);
        var open = new TaskCompletionSource();
        var gate = new Lock();
        for (var n = 0; n < pieces; n++)
        {
            _work.Start($"{n}", async () =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++running);
                }

                await open.Task;
                lock (gate)
                {
                    (running, done) = (running - 1, done + 1);
                }
            });
        }

        open.SetResult();
        await _work.IdleAsync();

        Assert.Equal(pieces, done);
        Assert.InRange(most, 1, 32);
    }

    [Fact]
    public async Task Work_with_the_same_name_is_not_started_twice()
    {
        var runs = 0;
        var open = new TaskCompletionSource();
        for (var n = 0; n < 5; n++)
        {
            _work.Start("one", () =>
            {
                Interlocked.Increment(ref runs);
                return open.Task;
            });
        }

        open.SetResult();
        await _work.IdleAsync();
        _work.Start("one", () => Task.FromResult(Interlocked.Increment(ref runs)));
        await _work.IdleAsync();

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Stopping_waits_for_work_in_progress()
    {
        var (open, done) = (new TaskCompletionSource(), false);
        _work.Start("work", async () =>
        {
            await open.Task;
            done = true;
        });

        var stopping = _work.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        open.SetResult();
        await stopping;

        Assert.True(done);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(403, false)]
    [InlineData(400, false)]
    public void Only_transient_errors_count_as_unavailable_storage(int status, bool isOutage) => Assert.Equal(isOutage, StorageUnavailable.Is(new RequestFailedException(status, "failed")));
}
