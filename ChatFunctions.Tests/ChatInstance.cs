using ChatFunctions.Storage;
using ChatFunctions.Tests.Azurite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests;

/// <summary>The app, whole and real, in this process on a free port. Several can run on one storage, as instances do in Azure.</summary>
internal sealed class ChatInstance : IAsyncDisposable
{
    public const string TokenKey = "a key for tests, and for nothing else";

    private readonly IHost _host;

    private ChatInstance(IHost host, Uri url) => (_host, Url) = (host, url);

    public Uri Url { get; }

    public IServiceProvider Services => _host.Services;

    /// <param name="tablePrefix">Instances with the same prefix share their data.</param>
    /// <param name="signalR">The SignalR service's connection string.</param>
    /// <param name="port">Where to listen; 0: any free port.</param>
    /// <param name="replace">Replaces services: the clock, the transport to storage and so on.</param>
    /// <param name="settings">More settings, each <c>name=value</c>.</param>
    public static async Task<ChatInstance> StartAsync(
        string tablePrefix, string signalR, int port = 0, Action<IServiceCollection>? replace = null, params string[] settings)
    {
        var host = await BuildAsync(tablePrefix, signalR, port, replace, settings);
        await host.StartAsync();
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new ChatInstance(host, new Uri(addresses.Addresses.First()));
    }

    /// <summary>The app with all its services, which nobody can call over HTTP before it is started.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<IHost> BuildAsync(
        string tablePrefix, string signalR, int port = 0, Action<IServiceCollection>? replace = null, params string[] settings)
    {
        var azurite = await AzuriteServer.SharedAsync();
        string[] args =
        [
            $"--AzureWebJobsStorage={azurite.ConnectionString}",
            .. azurite.StorageAccounts(TestAccounts.Of(tablePrefix)).Skip(1).SelectMany(FurtherAccount),
            $"--AzureSignalRConnectionString={signalR}",
            $"--Chat:TablePrefix={tablePrefix}",
            $"--Chat:TokenKey={TokenKey}",
            "--Chat:Passwords:IterationCount=1000",
            "--Chat:RateLimits:Enabled=false",
            $"--urls=http://127.0.0.1:{port}",
            .. settings.Select(setting => $"--{setting}"),
        ];
        var builder = ChatApp.CreateBuilder(args);
        builder.Logging.ClearProviders();
        replace?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>A name for tables that nobody else uses.</summary>
    public static string NewTablePrefix() => TestAccounts.NewTablePrefix(TestAccounts.Usual);

    private static IEnumerable<string> FurtherAccount(StorageAccount account, int index) =>
        [$"--Chat:StorageAccounts:{index}={account.ConnectionString}", $"--Chat:StorageAccounts:{index}:Since={account.Since:yyyy-MM-dd}"];

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
