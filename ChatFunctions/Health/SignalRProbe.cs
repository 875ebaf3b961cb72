using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Health;

/// <summary>
/// Asks the service's own health endpoint, which takes no token:
/// https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
/// </summary>
internal sealed class SignalRProbe(IConfiguration configuration) : IHealthProbe, IDisposable
{
    private readonly Uri? _address = SignalRAddress.Of(configuration) is { } service ? new Uri(service, "/api/health?api-version=2022-06-01") : null;

    // An address may come to mean another machine; a connection kept for ever would not notice.
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    public string Part => "signalR";

    public async Task AskAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Head, _address ?? throw new InvalidOperationException("The setting AzureSignalRConnectionString names no service."));
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
