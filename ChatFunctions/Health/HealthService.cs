using Microsoft.Extensions.Logging;

namespace ChatFunctions.Health;

/// <summary>Says whether what the service stands on answers, and which part doesn't.</summary>
internal sealed class HealthService(IEnumerable<IHealthProbe> probes, TimeProvider clock, ILogger<HealthService> logger)
{
    private readonly PartCheck[] _parts = [.. probes.Select(probe => new PartCheck(probe, clock, logger))];

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(_parts.Select(part => part.StatusAsync())).WaitAsync(cancellationToken);
        return new HealthReport(
            states.Contains(HealthStatus.Down) ? HealthStatus.Down : HealthStatus.Up,
            _parts.Zip(states).ToDictionary(part => part.First.Part, part => part.Second));
    }
}
