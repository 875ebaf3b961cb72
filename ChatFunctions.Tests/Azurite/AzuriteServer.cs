using System.Globalization;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Azurite;

/// <summary>
/// A table server of Azurite on a free port of 127.0.0.1. It ends with the test host, even one that is killed.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private const string PortLine = "listening on port ";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(() => StartAsync(accounts: AzuriteAccount.Several));

    private readonly NodeProcess _process;

    private AzuriteServer(NodeProcess process, int port, AzuriteAccount account)
    {
        _process = process;
        Port = port;
        Account = account;
        Endpoint = new Uri($"http://127.0.0.1:{port}/{account.Name}");
    }

    public int Port { get; }

    /// <summary>The account that <see cref="Endpoint"/> and <see cref="ConnectionString"/> are of.</summary>
    public AzuriteAccount Account { get; }

    public Uri Endpoint { get; }

    public string ConnectionString => ConnectionStringOf(Account);

    /// <summary>The one server of this test run, in memory. Tests keep to tables of their own in it and don't stop it.</summary>
    public static Task<AzuriteServer> SharedAsync() => Shared.Value;

    /// <summary>A server apart, for a test that stops it or wants it persisted.</summary>
    /// <param name="location">The folder to keep the data in; without one, it is kept in memory.</param>
    /// <param name="accounts">The accounts it has; by default, Azurite's well-known one.</param>
    /// <param name="port">The port, for a server that comes back; by default, any free one.</param>
    public static async Task<AzuriteServer> StartAsync(
        string? location = null, IReadOnlyList<AzuriteAccount>? accounts = null, int port = 0)
    {
        string[] arguments =
        [
            "node_modules/azurite/dist/src/table/main.js",
            "--tableHost", "127.0.0.1",
            "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            .. location is null ? (IEnumerable<string>)["--inMemoryPersistence"] : ["--location", location],
            "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        var environment = new Dictionary<string, string>();
        if (accounts is not null) environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account.Name}:{account.Key}"));

        var process = await NodeProcess.StartAsync("ChatFunctions.Tests/Processes/leash.mjs", arguments, environment);
        int listeningPort = await ListeningPortAsync(process);
        return new AzuriteServer(process, listeningPort, accounts?[0] ?? AzuriteAccount.WellKnown);
    }

    /// <summary>The server's first accounts, all of them there from the start.</summary>
    public StorageAccount[] StorageAccounts(int count) =>
        [.. AzuriteAccount.Several.Take(count).Select(account => new StorageAccount { ConnectionString = ConnectionStringOf(account), Since = DateTimeOffset.MinValue })];

    public string ConnectionStringOf(AzuriteAccount account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account.Name};AccountKey={account.Key};TableEndpoint=http://127.0.0.1:{Port}/{account.Name};";

    /// <summary>Interrupts it, which alone makes it write what it holds, and waits for its end.</summary>
    public async Task StopAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _process.WriteAsync("interrupt\n");
        int code = await _process.ExitAsync(timeout.Token);
        if (code != 0) throw new InvalidOperationException($"Azurite exited with {code}:\n{_process.Errors}");
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>It listens first and says that it has started afterwards; it answers from then on.</summary>
    private static async Task<int> ListeningPortAsync(NodeProcess process)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        int port = 0;
        while (await process.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith(PortLine, StringComparison.Ordinal))
                port = int.Parse(line.AsSpan(PortLine.Length), CultureInfo.InvariantCulture);
            else if (line.Contains("successfully started", StringComparison.Ordinal))
                return port;
        }

        throw new InvalidOperationException($"Azurite did not start:\n{process.Errors}");
    }
}
