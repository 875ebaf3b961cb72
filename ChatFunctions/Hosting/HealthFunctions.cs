using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
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
        var report = await health.GetAsync(cancellationToken);
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

    private readonly PeriodicRead _checks = new(clock);
    private HealthReport? _latest;

    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken)
    {
        await _checks.EnsureAsync(_ => CheckAsync(), FreshFor, cancellationToken);
        return _latest!;
    }

    private async Task CheckAsync()
    {
        var report = await checks.CheckHealthAsync();
        _latest = new HealthReport(State(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => State(entry.Value.Status)));
    }

    private static HealthState State(HealthStatus status) => status == HealthStatus.Healthy ? HealthState.Up : HealthState.Down;
}

/// <summary>Reads a row that doesn't exist, in each account: one point read.</summary>
internal sealed class StorageHealthCheck(ChatTables tables) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await Task.WhenAll(tables.Accounts.Select(account => account.Users.FindAsync<TableEntity>("health", "health", cancellationToken)));
        return HealthCheckResult.Healthy();
    }
}

/// <summary>
/// Asks the service's own health endpoint, which takes no token:
/// https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
/// </summary>
internal sealed class SignalRHealthCheck(IConfiguration configuration) : IHealthCheck, IDisposable
{
    private readonly Uri? _address = SignalRAddress.Of(configuration) is { } service ? new Uri(service.Server, "/api/health?api-version=2022-06-01") : null;

    // A pooled connection wouldn't notice that the address now belongs to another machine.
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (_address is null)
        {
            return HealthCheckResult.Unhealthy("The setting AzureSignalRConnectionString names no service.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Head, _address);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return HealthCheckResult.Healthy();
    }

    public void Dispose() => _http.Dispose();
}
