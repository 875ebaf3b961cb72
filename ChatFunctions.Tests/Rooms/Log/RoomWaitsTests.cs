using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Tests.Rooms.Log;

public sealed class RoomWaitsTests
{
    [Fact]
    public async Task A_wait_that_ends_early_leaves_no_timer_behind()
    {
        var clock = new CountingTimeProvider();
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix(), clock: clock);
        var waits = instance.Get<RoomWaits>();
        var waiting = Enumerable.Range(0, 10).Select(_ => waits.ForNewerAsync("room", after: 1, TimeSpan.FromSeconds(20), CancellationToken.None)).ToArray();
        Assert.InRange(clock.Timers, 10, 11);

        waits.Announce("room", 2);

        Assert.All(await Task.WhenAll(waiting), Assert.True);
        await Eventually.IsTrueAsync(() => clock.Timers == 0);
    }

    private sealed class CountingTimeProvider : TimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return new Timer(System.CreateTimer(callback, state, dueTime, period), this);
        }

        private sealed class Timer(ITimer timer, CountingTimeProvider counting) : ITimer
        {
            private int _ended;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                if (Interlocked.Exchange(ref _ended, 1) == 0)
                {
                    Interlocked.Decrement(ref counting._timers);
                }
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Dispose();
            }
        }
    }
}
