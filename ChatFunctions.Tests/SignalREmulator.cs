using Microsoft.AspNetCore.Builder;
using SignalR.Service;

namespace ChatFunctions.Tests;

/// <summary>The SignalR emulator in this process, by default on a free port of 127.0.0.1.</summary>
internal sealed class SignalREmulator : IAsyncDisposable
{
    public const string AccessKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    private readonly WebApplication _service;

    private SignalREmulator(WebApplication service) => (_service, Url) = (service, new Uri(service.Urls.First()));

    public Uri Url { get; }

    public string ConnectionString => SignalRService.ConnectionString(_service);

    /// <summary>The emulator's own services, to inspect and change its state.</summary>
    public IServiceProvider Services => _service.Services;

    /// <param name="port">The port to listen on; 0: a free one.</param>
    /// <param name="hostPort">The port of the Functions host to report events to; 0: none.</param>
    public static async Task<SignalREmulator> StartAsync(int port = 0, int hostPort = 0)
    {
        var service = SignalRService.Build(
            [
                $"--urls=http://127.0.0.1:{port}",
                hostPort == 0 ? "--UpstreamSettings:Templates=" : $"--UpstreamSettings:Templates:0:UrlTemplate=http://127.0.0.1:{hostPort}/runtime/webhooks/signalr",
                "--Logging:Console:LogLevel:Default=None",
            ],
            TimeProvider.System);
        await service.StartAsync();
        return new SignalREmulator(service);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
    }
}
