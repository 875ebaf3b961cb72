namespace ChatFunctions.Tests;

/// <summary>A clock that moves only when it is advanced, with timers in real time: for an app that waits between retries.</summary>
internal sealed class SteppedTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    public SteppedTimeProvider()
        : this(DateTimeOffset.UtcNow)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);
}
