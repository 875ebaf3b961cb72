using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Hosting;

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
