namespace ChatFunctions.Bench.Simulation;

/// <summary>
/// A clock for discrete-event simulation: it stands still while work runs and jumps to the next due time. All awaiting work continues on one
/// thread in a fixed order, so every run is the same.
/// </summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _due = new();
    private readonly Continuations _continuations = new();
    private long _order;

    /// <summary>The time since the start.</summary>
    public TimeSpan Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state), this);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits exactly, while <c>Task.Delay</c> rounds to milliseconds.</summary>
    public Task WaitAsync(TimeSpan wait)
    {
        var waited = new TaskCompletionSource();
        At(Now + wait, waited.SetResult);
        return waited.Task;
    }

    /// <summary>Runs work until it is complete.</summary>
    /// <exception cref="InvalidOperationException">The work can't complete.</exception>
    public void Run(Func<Task> something)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_continuations);
        try
        {
            var task = something();
            while (!task.IsCompleted)
            {
                if (_continuations.TryRun())
                {
                    continue;
                }

                if (!_due.TryDequeue(out var next, out var due))
                {
                    throw new InvalidOperationException("The simulation has come to a standstill.");
                }

                Now = due.At;
                next();
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void At(TimeSpan time, Action action) => _due.Enqueue(action, (time, _order++));

    /// <summary>Continuations that are ready to run, in order.</summary>
    private sealed class Continuations : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public bool TryRun()
        {
            if (!_queue.TryDequeue(out var next))
            {
                return false;
            }

            next.Callback(next.State);
            return true;
        }
    }

    /// <summary>Fires once, because no timer of the room log repeats.</summary>
    private sealed class Timer(Action callback, SimulatedTime time) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.At(time.Now + dueTime, () =>
                {
                    if (version == _version)
                    {
                        callback();
                    }
                });
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
