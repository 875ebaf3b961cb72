using System.Net.Sockets;
using Functions.Host.Settings;

namespace Functions.Host.Worker;

/// <summary>Starts the app's worker, and restarts it when it ends.</summary>
internal sealed class WorkerSupervisor(FunctionsHostOptions options, HostSettings settings, ILoggerFactory loggers) : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Worker");
    private readonly CancellationTokenSource _stop = new();
    private readonly string _app = Path.GetFullPath(options.App);
    private TaskCompletionSource<WorkerConnection?> _ready = NewReady();
    private WorkerConnection? _connection;
    private Task _running = Task.CompletedTask;

    /// <summary>Called with each worker that has started, before it gets requests.</summary>
    public Action<WorkerConnection> OnReady { get; set; } = _ => { };

    private string AppFolder => Path.GetDirectoryName(_app)!;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="WorkerStartException">It didn't start.</exception>
    public async Task StartAsync(Uri rpcAddress)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running = SuperviseAsync(rpcAddress, first);
        await first.Task;
    }

    /// <summary>The worker to send requests to. Waits while one starts; null when there is none and none is starting.</summary>
    /// <exception cref="TimeoutException">A worker is still starting after that time.</exception>
    public Task<WorkerConnection?> GetAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var ready = Volatile.Read(ref _ready).Task;
        return ready.IsCompleted ? ready : ready.WaitAsync(timeout, options.Time, cancellationToken);
    }

    /// <summary>The connection that waits for a worker of that id; null for none.</summary>
    public WorkerConnection? Find(string workerId) => _connection is { } connection && connection.WorkerId == workerId ? connection : null;

    /// <summary>Asks all running invocations to stop.</summary>
    public void CancelInvocations() => _connection?.CancelInvocations();

    /// <summary>Ends the worker.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    private static TaskCompletionSource<WorkerConnection?> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SuperviseAsync(Uri rpcAddress, TaskCompletionSource first)
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            var startedAt = options.Time.GetTimestamp();
            try
            {
                await RunWorkerAsync(rpcAddress, first);
                _logger.WorkerEnded();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                if (first.TrySetException(new WorkerStartException($"The app's worker didn't start: {error.Message}", error)))
                    break;

                _logger.WorkerFailed(error.Message);
            }

            failures = options.Time.GetElapsedTime(startedAt) > StableAfter ? 0 : failures + 1;
            if (failures > 0 && !_stop.IsCancellationRequested)
                await WaitBeforeRestartAsync(failures);
        }

        NoWorker();
        first.TrySetCanceled();
    }

    private async Task RunWorkerAsync(Uri rpcAddress, TaskCompletionSource first)
    {
        if (_ready.Task.IsCompleted)
            Volatile.Write(ref _ready, NewReady());

        var connection = new WorkerConnection(options.DebugPort is null ? Guid.NewGuid().ToString() : DebuggedWorker.Id, AppFolder, loggers);
        _connection = connection;
        if (options.DebugPort is { } port)
            _logger.WorkerAwaited(port, connection.WorkerId);

        await using var worker = options.DebugPort is null
            ? await options.StartWorker(new(_app, Arguments(rpcAddress, connection.WorkerId), Environment()))
            : new DebuggedWorker(connection);
        try
        {
            await WaitUntilReadyAsync(connection, worker);
            OnReady(connection);
            _ready.TrySetResult(connection);
            first.TrySetResult();
            await Task.WhenAny(worker.Exited, connection.Closed).WaitAsync(_stop.Token);
        }
        finally
        {
            NoWorker();
            connection.Terminate(StopTimeout);
            await worker.Exited.WaitAsync(StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WaitUntilReadyAsync(WorkerConnection connection, IRunningWorker worker)
    {
        var ended = worker.Exited;
        if (await Task.WhenAny(connection.Loaded, ended).WaitAsync(options.DebugPort is null ? StartTimeout : Timeout.InfiniteTimeSpan, _stop.Token) == ended)
            throw new IOException("it ended before it had loaded its functions; its own output says why.");

        await connection.Loaded;

        // The worker opens its stream before its web server listens.
        while (connection.HttpAddress is { } address && !await ListensAsync(address))
        {
            if (ended.IsCompleted)
                throw new IOException("it ended before its web server listened; its own output says why.");

            await Task.Delay(TimeSpan.FromMilliseconds(10), _stop.Token);
        }
    }

    private async Task<bool> ListensAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, _stop.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // 0.5 s after the first failure, doubled with each that follows, up to 30 s.
    private async Task WaitBeforeRestartAsync(int failures)
    {
        var delay = TimeSpan.FromSeconds(Math.Min(30, 0.25 * Math.Pow(2, Math.Min(failures, 10))));
        _logger.WorkerRestarts(delay.TotalSeconds);
        await Task.Delay(delay, options.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void NoWorker()
    {
        if (!Volatile.Read(ref _ready).TrySetResult(null) && _ready.Task is { Result: not null })
        {
            var none = NewReady();
            none.SetResult(null);
            Volatile.Write(ref _ready, none);
        }
    }

    // Like the official host, pass each option in two forms, for workers of different versions.
    private static string[] Arguments(Uri rpcAddress, string workerId) =>
    [
        "--host", rpcAddress.Host, "--port", $"{rpcAddress.Port}", "--workerId", workerId, "--requestId", workerId, "--grpcMaxMessageLength", $"{int.MaxValue}",
        "--functions-uri", rpcAddress.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", workerId,
        "--functions-grpc-max-message-length", $"{int.MaxValue}",
    ];

    private Dictionary<string, string> Environment() => new(settings.WorkerEnvironment, StringComparer.OrdinalIgnoreCase)
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = settings.Find("AZURE_FUNCTIONS_ENVIRONMENT") ?? "Development",
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = AppFolder,
        ["FUNCTIONS_WORKER_DIRECTORY"] = AppFolder,
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
    };
}

/// <summary>The app's first worker didn't start.</summary>
internal sealed class WorkerStartException(string message, Exception cause) : Exception(message, cause);
