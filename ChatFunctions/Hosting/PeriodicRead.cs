namespace ChatFunctions.Hosting;

/// <summary>
/// Repeats a read while requests need its result: every five seconds in the background. A request waits if the result is nine seconds old, so an
/// instance knows within ten seconds what another one has changed.
/// </summary>
internal sealed class PeriodicRead(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(9);

    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private long? _readAt;

    /// <summary>Ensures that the last result is younger than nine seconds.</summary>
    /// <param name="read">Reads again. Its argument is the age of the last result; null: there is none.</param>
    public ValueTask EnsureRecentAsync(Func<TimeSpan?, Task> read, CancellationToken cancellationToken) => EnsureAsync(read, Interval, MaxAge, cancellationToken);

    /// <summary>Ensures that the last result is younger than this.</summary>
    /// <inheritdoc cref="EnsureRecentAsync"/>
    public ValueTask EnsureAsync(Func<TimeSpan?, Task> read, TimeSpan maxAge, CancellationToken cancellationToken) => EnsureAsync(read, maxAge, maxAge, cancellationToken);

    private ValueTask EnsureAsync(Func<TimeSpan?, Task> read, TimeSpan interval, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var age = _readAt is { } at ? clock.GetElapsedTime(at) : (TimeSpan?)null;
            if (_reading.IsCompleted && !(age < interval))
            {
                _reading = BackgroundWork.Detach(() => Task.Run(() => ReadAsync(read, age)));
            }

            return age < maxAge ? ValueTask.CompletedTask : new ValueTask(_reading.WaitAsync(cancellationToken));
        }
    }

    private async Task ReadAsync(Func<TimeSpan?, Task> read, TimeSpan? age)
    {
        var startedAt = clock.GetTimestamp();
        await read(age);
        lock (_gate)
        {
            _readAt = startedAt;
        }
    }
}
