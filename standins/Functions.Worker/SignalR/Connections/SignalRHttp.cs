namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The HTTP client for the service.</summary>
internal sealed class SignalRHttp : IDisposable
{
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // Long enough to be cheap, short enough to follow the service to another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    public void Dispose() => Client.Dispose();
}
