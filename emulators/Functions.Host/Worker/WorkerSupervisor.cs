using System.Diagnostics;
using System.Net.Sockets;
using Functions.Host.Settings;
using Functions.Host.Worker.Rpc;
using Grpc.Core;

namespace Functions.Host.Worker;

/// <summary>Starts the app's worker, accepts its stream, and restarts it when it ends.</summary>
internal sealed class WorkerSupervisor(FunctionsHostOptions options, HostSettings settings, ILoggerFactory loggers)
    : FunctionRpc.FunctionRpcBase, IDisposable
{
    private const string DebuggedWorkerId = "debug";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Worker");
    private readonly CancellationTokenSource _stop = new();
    private readonly string _app = Path.GetFullPath(options.App);
    private volatile TaskCompletionSource<WorkerConnection?> _ready = NewReady();
    private volatile WorkerConnection? _connection;
    private bool _started;
    private Task _running = Task.CompletedTask;

    /// <summary>Called with each worker that has started, before it gets requests.</summary>
    public Action<WorkerConnection> OnReady { get; set; } = _ => { };

    private string AppFolder => Path.GetDirectoryName(_app)!;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="WorkerStartException">It didn't start.</exception>
    /// <exception cref="OperationCanceledException">The host was stopped before it had started.</exception>
    public async Task StartAsync(Uri rpcAddress)
    {
        _running = SuperviseAsync(rpcAddress);
        if (await _ready.Task is null)
        {
            await _running;
            throw new OperationCanceledException();
        }
    }

    /// <summary>The worker to send requests to. Waits while one starts; null if there is none, or still none after 30 s.</summary>
    public async ValueTask<WorkerConnection?> GetAsync(CancellationToken cancellationToken)
    {
        var ready = _ready.Task;
        await ((Task)ready).WaitAsync(LongestWait, options.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ready.IsCompleted && await ready is { Closed.IsCompleted: false } worker ? worker : null;
    }

    /// <summary>Accepts the stream of the worker that was started.</summary>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || _connection is not { } connection || connection.WorkerId != start.WorkerId)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.FailedPrecondition, "The host isn't waiting for this worker."));
        }

        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }

    public void CancelInvocations() => _connection?.CancelInvocations();

    /// <summary>Ends the worker.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private static TaskCompletionSource<WorkerConnection?> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SuperviseAsync(Uri rpcAddress)
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            var startedAt = options.Time.GetTimestamp();
            try
            {
                await RunWorkerAsync(rpcAddress);
                _logger.WorkerEnded();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (!_started)
                    throw new WorkerStartException($"The app's worker didn't start: {error.Message}", error);

                _logger.WorkerFailed(error.Message);
            }

            failures = options.Time.GetElapsedTime(startedAt) > StableAfter ? 0 : failures + 1;
            if (failures == 0)
                continue;

            // 0.5 s after the first failure, doubled with each that follows, up to 30 s.
            var delay = TimeSpan.FromSeconds(Math.Min(30, 0.25 * Math.Pow(2, failures)));
            _logger.WorkerRestarts(delay.TotalSeconds);
            await Task.Delay(delay, options.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunWorkerAsync(Uri rpcAddress)
    {
        if (_ready.Task.IsCompleted)
            _ready = NewReady();

        using var kill = new CancellationTokenSource();
        var connection = new WorkerConnection(options.DebugPort is null ? Guid.NewGuid().ToString() : DebuggedWorkerId, AppFolder, loggers, kill.Token);
        _connection = connection;
        if (options.DebugPort is { } port)
            _logger.WorkerAwaited(port, connection.WorkerId);

        var ended = options.DebugPort is null
            ? options.RunWorker(Start(rpcAddress, connection.WorkerId), kill.Token)
            : connection.Closed.WaitAsync(kill.Token);
        try
        {
            await WaitUntilReadyAsync(connection, ended);
            OnReady(connection);
            _started = true;
            _ready.TrySetResult(connection);
            await Task.WhenAny(ended, connection.Closed).WaitAsync(_stop.Token);
        }
        finally
        {
            _ready.TrySetResult(null);
            connection.Terminate(StopTimeout);
            kill.CancelAfter(connection.IsOpen ? StopTimeout : TimeSpan.Zero);
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await kill.CancelAsync();
        }
    }

    private async Task WaitUntilReadyAsync(WorkerConnection connection, Task ended)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            var ready = WaitUntilListensAsync(connection, starting.Token);
            await await Task.WhenAny(ready, ended).WaitAsync(options.DebugPort is null ? StartTimeout : Timeout.InfiniteTimeSpan, _stop.Token);
            if (!ready.IsCompleted)
                throw new IOException("it ended before it had loaded its functions; its own output says why.");
        }
        finally
        {
            await starting.CancelAsync();
        }
    }

    // The worker opens its stream before its web server listens.
    private static async Task WaitUntilListensAsync(WorkerConnection connection, CancellationToken cancellationToken)
    {
        await connection.Loaded.WaitAsync(cancellationToken);
        while (connection.HttpAddress is { } address)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
            }
        }
    }

    private ProcessStartInfo Start(Uri rpcAddress, string workerId)
    {
        // Like the official host, pass each option in two forms, for workers of different versions.
        var start = new ProcessStartInfo("dotnet",
        [
            _app, "--host", rpcAddress.Host, "--port", $"{rpcAddress.Port}", "--workerId", workerId, "--requestId", workerId,
            "--grpcMaxMessageLength", $"{int.MaxValue}",
            "--functions-uri", rpcAddress.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", workerId,
            "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ])
        { WorkingDirectory = AppFolder };
        foreach (var (name, value) in settings.WorkerEnvironment)
            start.Environment[name] = value;

        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = settings.Find("AZURE_FUNCTIONS_ENVIRONMENT") ?? "Development";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = AppFolder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = AppFolder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        return start;
    }
}

/// <summary>The app's first worker didn't start.</summary>
internal sealed class WorkerStartException(string message, Exception cause) : Exception(message, cause);
