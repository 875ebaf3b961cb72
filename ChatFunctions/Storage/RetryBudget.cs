using Azure;
using Azure.Identity;

namespace ChatFunctions.Storage;

/// <summary>Limits the retries of an operation: exponential back-off with full jitter, within <see cref="Total"/>.</summary>
internal sealed class RetryBudget(TimeProvider clock, Ids ids) : IDisposable
{
    /// <summary>The longest time that a caller waits before 503.</summary>
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    private readonly long _start = clock.GetTimestamp();
    private readonly CancellationTokenSource _spent = new(Total, clock);
    private TimeSpan _delay = FirstDelay;

    /// <summary>Cancelled when the time is up.</summary>
    public CancellationToken Token => _spent.Token;

    /// <summary>Delays so far.</summary>
    public int Rounds { get; private set; }

    /// <returns>False: the budget is spent.</returns>
    public async Task<bool> DelayAsync()
    {
        if (clock.GetElapsedTime(_start) > Total || Token.IsCancellationRequested)
        {
            return false;
        }

        await Task.Delay(ids.NewWait(TimeSpan.Zero, _delay), clock);
        Rounds++;
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        return true;
    }

    /// <summary>Waits before retrying an optimistic update that lost a race.</summary>
    /// <exception cref="TimeoutException">The budget is spent: answered as 503.</exception>
    public async Task DelayOrThrowAsync()
    {
        if (!await DelayAsync())
        {
            throw new TimeoutException("Too many concurrent changes of one row.");
        }
    }

    public void Dispose() => _spent.Dispose();
}

/// <summary>Distinguishes unavailable or overloaded storage from other errors.</summary>
internal static class StorageUnavailable
{
    public static bool Is(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException { InnerExceptions: { Count: > 0 } tries } => tries.All(Is),
        AuthenticationFailedException or OperationCanceledException or TimeoutException or IOException or TooManyReadsException => true,
        _ => false,
    };
}
