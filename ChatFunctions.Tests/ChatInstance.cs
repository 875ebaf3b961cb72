using ChatFunctions.Storage;
using ChatFunctions.Tests.Azurite;
using Functions.Host;
using Functions.Host.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests;

/// <summary>One instance of the app: the Functions host emulator and the app on the official worker. Several can share one storage, as in Azure.</summary>
internal sealed class ChatInstance : IAsyncDisposable
{
    public const string TokenKey = "a key for tests, and for nothing else";

    private readonly FunctionsHost _host;
    private readonly InProcessWorker _worker;

    private ChatInstance(FunctionsHost host, InProcessWorker worker) => (_host, _worker, Url) = (host, worker, new Uri(host.Url));

    public Uri Url { get; }

    public IServiceProvider Services => _worker.Services;

    /// <summary>The functions that the host has loaded.</summary>
    public IReadOnlyList<WorkerFunction> Functions => _host.Functions;

    /// <param name="tablePrefix">Instances with the same prefix share their data.</param>
    /// <param name="signalR">The SignalR service's connection string.</param>
    /// <param name="port">The port to listen on; 0: any free port.</param>
    /// <param name="replace">Replaces services: the clock, the transport to storage and so on.</param>
    /// <param name="settings">More settings, each <c>name=value</c>.</param>
    public static async Task<ChatInstance> StartAsync(
        string tablePrefix, string signalR, int port = 0, Action<IServiceCollection>? replace = null, params string[] settings)
    {
        var all = await SettingsAsync(tablePrefix, signalR, settings);
        InProcessWorker? worker = null;
        var host = await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            App = typeof(ChatApp).Assembly.Location,
            Port = port,
            Settings = all.ToDictionary(setting => setting.Name.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value),
            RunWorker = async (start, kill) =>
            {
                worker = await InProcessWorker.StartAsync(start, CreateBuilder(all, replace));
                await worker.RunAsync(kill);
            },
        });
        return new ChatInstance(host, worker!);
    }

    /// <summary>The app with all its services, without a Functions host.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<IHost> BuildAsync(
        string tablePrefix, string signalR, Action<IServiceCollection>? replace = null, params string[] settings) =>
        CreateBuilder(await SettingsAsync(tablePrefix, signalR, settings), replace).Build();

    /// <summary>A unique prefix of table names.</summary>
    public static string NewTablePrefix() => TestAccounts.NewTablePrefix();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static FunctionsApplicationBuilder CreateBuilder((string Name, string Value)[] settings, Action<IServiceCollection>? replace)
    {
        var builder = ChatApp.CreateBuilder([.. settings.Select(setting => $"--{setting.Name}={setting.Value}")]);
        builder.Logging.ClearProviders();
        replace?.Invoke(builder.Services);
        return builder;
    }

    private static async Task<(string Name, string Value)[]> SettingsAsync(string tablePrefix, string signalR, string[] settings)
    {
        var azurite = await AzuriteServer.SharedAsync();
        return
        [
            .. new[]
                {
                    $"AzureWebJobsStorage={azurite.ConnectionString}",
                    $"AzureSignalRConnectionString={signalR}",
                    $"Chat:TablePrefix={tablePrefix}",
                    $"Chat:TokenKey={TokenKey}",
                    "Chat:Passwords:IterationCount=1000",
                    "Chat:RateLimits:Enabled=false",
                    // Tests run it themselves, with their own clocks.
                    "AzureWebJobs.CleanUp.Disabled=true",
                }
                .Concat(azurite.StorageAccounts(TestAccounts.Of(tablePrefix)).Skip(1).SelectMany(FurtherAccount))
                .Concat(settings)
                .Select(setting => setting.Split('=', 2))
                .GroupBy(setting => setting[0], setting => setting[1])
                .Select(setting => (setting.Key, setting.Last())),
        ];
    }

    private static IEnumerable<string> FurtherAccount(StorageAccount account, int index) =>
        [$"Chat:StorageAccounts:{index}={account.ConnectionString}", $"Chat:StorageAccounts:{index}:Since={account.Since:yyyy-MM-dd}"];
}
