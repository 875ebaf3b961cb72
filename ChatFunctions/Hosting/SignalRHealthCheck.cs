using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Hosting;

/// <summary>
/// Asks the service's own health endpoint, which takes no token:
/// https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
/// </summary>
internal sealed class SignalRHealthCheck(IConfiguration configuration) : IHealthCheck, IDisposable
{
    private readonly Uri? _address = SignalRAddress.Of(configuration) is { } service ? new Uri(service, "/api/health?api-version=2022-06-01") : null;

    // A connection that is kept would not notice that its address has moved to another machine.
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

/// <summary>
/// Where the SignalR service takes REST calls, by the settings that the Functions host reads: <c>AzureSignalRConnectionString</c>, or below it
/// <c>__serviceUri</c>; a <c>ServerEndpoint</c> comes first.
/// </summary>
internal static class SignalRAddress
{
    private const string Setting = "AzureSignalRConnectionString";

    /// <returns>Null: the settings name none that can be understood.</returns>
    public static Uri? Of(IConfiguration configuration)
    {
        if ((configuration.GetConnectionString(Setting) ?? configuration[Setting]) is not { Length: > 0 } text)
        {
            return Address(configuration[$"{Setting}:serverEndpoint"]) ?? Address(configuration[$"{Setting}:serviceUri"]);
        }

        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return Address(parts.GetValueOrDefault("ServerEndpoint")) ?? WithPort(Address(parts.GetValueOrDefault("Endpoint")), parts.GetValueOrDefault("Port"));
    }

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static Uri? WithPort(Uri? address, string? port) =>
        address is not null && ushort.TryParse(port, out var number) ? new UriBuilder(address) { Port = number }.Uri : address;
}
