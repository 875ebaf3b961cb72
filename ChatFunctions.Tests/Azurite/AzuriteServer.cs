using System.Globalization;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Azurite;

/// <summary>
/// Azurite's table and blob services on free ports of 127.0.0.1. It ends with the test host, even one that is killed.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private const string PortLine = "listening on port ";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(() => StartAsync(accounts: AzuriteAccount.Several));

    private readonly NodeProcess _process;

    private AzuriteServer(NodeProcess process, int port, int blobsPort, AzuriteAccount account)
    {
        _process = process;
        (Port, BlobsPort) = (port, blobsPort);
        Account = account;
        Endpoint = new Uri($"http://127.0.0.1:{port}/{account.Name}");
    }

    /// <summary>The port of the tables.</summary>
    public int Port { get; }

    public int BlobsPort { get; }

    /// <summary>The account of <see cref="Endpoint"/> and <see cref="ConnectionString"/>.</summary>
    public AzuriteAccount Account { get; }

    public Uri Endpoint { get; }

    public string ConnectionString => ConnectionStringOf(Account);

    /// <summary>The server that all tests share, in memory. Tests use tables of their own and don't stop it.</summary>
    public static Task<AzuriteServer> SharedAsync() => Shared.Value;

    /// <summary>A separate server, for a test that stops it or needs persistent data.</summary>
    /// <param name="location">The folder of the data; null: in memory.</param>
    /// <param name="accounts">The accounts; by default, Azurite's default account.</param>
    /// <param name="port">The port; by default, any free one.</param>
    public static async Task<AzuriteServer> StartAsync(
        string? location = null, IReadOnlyList<AzuriteAccount>? accounts = null, int port = 0)
    {
        string[] arguments =
        [
            "node_modules/azurite/dist/src/azurite.js",
            "--blobHost", "127.0.0.1", "--blobPort", "0",
            "--queueHost", "127.0.0.1", "--queuePort", "0",
            "--tableHost", "127.0.0.1",
            "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            .. location is null ? (IEnumerable<string>)["--inMemoryPersistence"] : ["--location", location],
            "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        var environment = new Dictionary<string, string>();
        if (accounts is not null) environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account.Name}:{account.Key}"));

        var process = await NodeProcess.StartAsync("ChatFunctions.Tests/Processes/exit-with-parent.mjs", arguments, environment);
        var (blobsPort, tablesPort) = await ListeningPortsAsync(process);
        return new AzuriteServer(process, tablesPort, blobsPort, accounts?[0] ?? AzuriteAccount.WellKnown);
    }

    /// <summary>The first accounts of the server.</summary>
    public StorageAccount[] StorageAccounts(int count) =>
        [.. AzuriteAccount.Several.Take(count).Select(account => new StorageAccount { ConnectionString = ConnectionStringOf(account), Since = DateTimeOffset.MinValue })];

    public string ConnectionStringOf(AzuriteAccount account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account.Name};AccountKey={account.Key};TableEndpoint=http://127.0.0.1:{Port}/{account.Name};BlobEndpoint=http://127.0.0.1:{BlobsPort}/{account.Name};";

    /// <summary>Interrupts the server, so that it writes its data, and waits for its end.</summary>
    public async Task StopAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _process.WriteAsync("interrupt\n");
        int code = await _process.ExitAsync(timeout.Token);
        if (code != 0) throw new InvalidOperationException($"Azurite exited with {code}:\n{_process.Errors}");
    }

    /// <summary>Kills the server.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Each service listens first and says that it has started afterwards: blobs, queues, tables.</summary>
    private static async Task<(int Blobs, int Tables)> ListeningPortsAsync(NodeProcess process)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        var ports = new List<int>();
        while (await process.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith(PortLine, StringComparison.Ordinal))
                ports.Add(int.Parse(line.AsSpan(PortLine.Length), CultureInfo.InvariantCulture));
            else if (line.Contains("Table service is successfully listening", StringComparison.Ordinal))
                return (ports[0], ports[^1]);
        }

        throw new InvalidOperationException($"Azurite did not start:\n{process.Errors}");
    }
}
