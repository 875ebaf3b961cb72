using Microsoft.Extensions.Logging;

namespace ChatFunctions.Health;

/// <summary>One part's state. However many ask for it, the part is asked by one at a time and not again at once, so probes can't weigh on it.</summary>
internal sealed class PartCheck(IHealthProbe probe, TimeProvider clock, ILogger logger)
{
    /// <summary>How long an answer is good for.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    /// <summary>How long a part may take: with the time before, a part's end shows within five seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<HealthStatus>? _latest;
    private long _askedAt;
    private HealthStatus _lastKnown = HealthStatus.Up;

    public string Part => probe.Part;

    public Task<HealthStatus> StatusAsync()
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && clock.GetElapsedTime(_askedAt) >= FreshFor))
            {
                _askedAt = clock.GetTimestamp();
                _latest = AskAsync();
            }

            return _latest;
        }
    }

    private async Task<HealthStatus> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await probe.AskAsync(patience.Token).WaitAsync(patience.Token);
            if (_lastKnown == HealthStatus.Down)
            {
                logger.PartIsUpAgain(Part);
            }

            return _lastKnown = HealthStatus.Up;
        }
        catch (Exception e)
        {
            // Whatever it was, the part can't be used.
            if (_lastKnown == HealthStatus.Up)
            {
                logger.PartIsDown(e, Part);
            }

            return _lastKnown = HealthStatus.Down;
        }
    }
}
