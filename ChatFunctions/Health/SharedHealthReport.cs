using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Health;

/// <summary>Checks one at a time and keeps the report for two seconds, so that many requests can't weigh on the parts.</summary>
internal sealed class SharedHealthReport(HealthCheckService checks, TimeProvider clock)
{
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<HealthReport>? _latest;
    private long _checkedAt;

    public Task<HealthReport> GetAsync()
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && clock.GetElapsedTime(_checkedAt) >= FreshFor))
            {
                _checkedAt = clock.GetTimestamp();
                _latest = CheckAsync();
            }

            return _latest;
        }
    }

    private async Task<HealthReport> CheckAsync()
    {
        var report = await checks.CheckHealthAsync();
        return new HealthReport(State(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => State(entry.Value.Status)));
    }

    private static HealthState State(HealthStatus status) => status == HealthStatus.Healthy ? HealthState.Up : HealthState.Down;
}
