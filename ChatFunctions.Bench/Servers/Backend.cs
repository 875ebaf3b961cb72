using System.Globalization;

namespace ChatFunctions.Bench.Servers;

/// <summary>Azurite, the SignalR emulator and the app, each in its own process on a free port, with nothing on disk.</summary>
internal sealed class Backend : IAsyncDisposable
{
    public const string TablePrefix = "bench";

    private const string AccountName = "devstoreaccount1";

    // Public keys: those of Azurite and of Microsoft's SignalR emulator.
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string SignalRKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    private readonly ServerProcess _azurite;
    private readonly ServerProcess _signalR;
    private readonly int _signalRPort;

    private Backend(ServerProcess azurite, string storage, ServerProcess signalR, int signalRPort, ServerProcess app, int appPort)
    {
        (_azurite, Storage, _signalR, _signalRPort, App, AppPort) = (azurite, storage, signalR, signalRPort, app, appPort);
    }

    /// <summary>Azurite's connection string.</summary>
    public string Storage { get; }

    /// <summary>The Functions host; the app is its worker process.</summary>
    public ServerProcess App { get; }

    public int AppPort { get; }

    public static async Task<Backend> StartAsync()
    {
        var (tablesPort, blobsPort, queuesPort, signalRPort, appPort) = (FreePort.Find(), FreePort.Find(), FreePort.Find(), FreePort.Find(), FreePort.Find());
        var storage = $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};TableEndpoint=http://127.0.0.1:{tablesPort}/{AccountName};BlobEndpoint=http://127.0.0.1:{blobsPort}/{AccountName};";
        var azurite = ServerProcess.Start("Azurite", "node",
        [
            "node_modules/azurite/dist/src/azurite.js", "--tableHost", "127.0.0.1", "--tablePort", tablesPort.ToString(CultureInfo.InvariantCulture),
            "--blobHost", "127.0.0.1", "--blobPort", blobsPort.ToString(CultureInfo.InvariantCulture), "--queueHost", "127.0.0.1", "--queuePort", queuesPort.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ]);
        var signalR = ServerProcess.Start("The SignalR service", "dotnet",
        [
            Repository.Program("emulators/SignalR.Service", "Emulators.SignalR.Service"), $"--urls=http://127.0.0.1:{signalRPort}",
            $"--UpstreamSettings:Templates:0:UrlTemplate=http://127.0.0.1:{appPort}/runtime/webhooks/signalr",
        ]);
        var app = StartApp(storage, signalRPort, appPort, TablePrefix);
        var backend = new Backend(azurite, storage, signalR, signalRPort, app, appPort);
        try
        {
            await azurite.ListensAsync(tablesPort);
            await signalR.ListensAsync(signalRPort);
            await app.ListensAsync(appPort);
            return backend;
        }
        catch (InvalidOperationException)
        {
            await backend.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another app on the same storage.</summary>
    public ServerProcess StartAnotherApp(int port) => StartApp(Storage, _signalRPort, port, TablePrefix);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _signalR.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    /// <summary>Settings: cheap password hashing, so that creating users is fast, and no rate limits.</summary>
    private static ServerProcess StartApp(string storage, int signalRPort, int port, string tablePrefix) => ServerProcess.Start("The app", "dotnet",
    [
        Repository.Program("emulators/Functions.Host", "Emulators.Functions.Host"), "--app", Repository.Program("ChatFunctions", "ChatFunctions"), $"--port={port}",
        $"--AzureWebJobsStorage={storage}", $"--AzureSignalRConnectionString=Endpoint=http://127.0.0.1;Port={signalRPort};AccessKey={SignalRKey};Version=1.0;",
        $"--Chat__TablePrefix={tablePrefix}", "--Chat__TokenKey=a key for benchmarks, and for nothing else", "--Chat__AccessTokenLifetime=01:00:00",
        "--Chat__Passwords__IterationCount=1000", "--Chat__RateLimits__Enabled=false",
    ]);
}
