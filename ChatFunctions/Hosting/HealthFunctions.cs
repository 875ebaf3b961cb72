using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Hosting;

internal sealed class HealthFunctions(SharedHealthReport health)
{
    /// <summary>200 if every part is up, otherwise 503, with a report.</summary>
    [AllowAnonymous]
    [Function("GetHealth")]
    public async Task<IResult> GetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.GetAsync().WaitAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.Status == HealthState.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

public enum HealthState
{
    Up,
    Down,
}

/// <summary>The answer of <c>GET /api/health</c>.</summary>
/// <param name="Status">Up if every part is.</param>
/// <param name="Parts">The required services by name: <c>storage</c>, <c>signalR</c>.</param>
public sealed record HealthReport(HealthState Status, IReadOnlyDictionary<string, HealthState> Parts);

/// <summary>Runs one check at a time and shares the report for two seconds, so that many requests don't load the services.</summary>
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

internal static class HealthServices
{
    /// <summary>The time after which a service counts as down.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageHealthCheck>("storage", timeout: Timeout)
            .AddCheck<SignalRHealthCheck>("signalR", timeout: Timeout);
        return services.AddSingleton<SignalRHealthCheck>().AddSingleton<SharedHealthReport>();
    }
}
