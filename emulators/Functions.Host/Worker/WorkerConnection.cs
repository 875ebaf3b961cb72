using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Functions.Host.Worker.Rpc;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Functions.Host.Worker;

/// <summary>The host's side of one worker's stream.</summary>
/// <param name="workerEnded">Closes the stream, which a worker in the host's process leaves open.</param>
internal sealed class WorkerConnection(string workerId, string appFolder, ILoggerFactory loggers, CancellationToken workerEnded)
{
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _running = new();
    private readonly ConcurrentDictionary<string, ILogger> _logs = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _loading;

    public string WorkerId => workerId;

    /// <summary>Whether the worker has connected.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Completes when the worker has loaded its functions; fails if it can't.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Completes when the worker has disconnected.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The functions in alphabetical order.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>The address of the worker's web server; null for an app without one.</summary>
    public Uri? HttpAddress { get; private set; }

    /// <summary>Handles the worker's messages until it disconnects.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        IsOpen = true;
        Send(new() { WorkerInitRequest = new() { HostVersion = "4.1040.0", WorkerDirectory = appFolder, FunctionAppDirectory = appFolder } });
        using var connected = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, workerEnded);
        var writing = WriteAsync(outgoing, connected.Token);
        try
        {
            while (await incoming.MoveNext(connected.Token))
                Handle(incoming.Current);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException)
        {
            // A worker that ends closes its connection without completing the stream.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            _loaded.TrySetException(new IOException("The worker has ended."));
            _closed.TrySetResult();
            foreach (var invocation in _running.Values)
                invocation.TrySetResult(WorkerEnded());
        }

        await writing;
    }

    /// <summary>Runs a function in the worker. The invocation fails if the worker ends before it has answered.</summary>
    public Task<InvocationResponse> InvokeAsync(
        WorkerFunction function, string invocationId, IEnumerable<ParameterBinding> inputs, IDictionary<string, TypedData> metadata)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[invocationId] = answer;
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            TraceContext = Trace(),
            InputData = { inputs },
            TriggerMetadata = { metadata },
        };
        if (!Send(new() { InvocationRequest = request }))
            answer.TrySetResult(WorkerEnded());

        return answer.Task;
    }

    public void CancelInvocations()
    {
        foreach (var invocationId in _running.Keys)
            Send(new() { InvocationCancel = new() { InvocationId = invocationId } });
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate(TimeSpan gracePeriod) => Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(gracePeriod) } });

    private static InvocationResponse WorkerEnded() => new() { Result = new() { Exception = new() { Message = "The worker has ended." } } };

    // Sampled by default, as on a host that exports telemetry.
    private static RpcTraceContext Trace() => Activity.Current is { } current
        ? new() { TraceParent = $"00-{current.TraceId}-{current.SpanId}-{(current is { HasRemoteParent: true, Recorded: false } ? "00" : "01")}", TraceState = current.TraceStateString ?? "" }
        : new() { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01" };

    private bool Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                stream.WriteOptions = _outgoing.Reader.TryPeek(out _) ? Buffered : WriteOptions.Default;
                await stream.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception left) when (left is OperationCanceledException or IOException or InvalidOperationException)
        {
            _outgoing.Writer.TryComplete();
        }
    }

    private void Handle(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_running.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                WriteLog(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse when Succeeded(message.WorkerInitResponse.Result):
                HttpAddress = message.WorkerInitResponse.Capabilities.TryGetValue("HttpUri", out var address) ? new(address) : null;
                Send(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = appFolder } });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse when Succeeded(message.FunctionMetadataResponse.Result):
                Load(message.FunctionMetadataResponse.FunctionMetadataResults);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse when Succeeded(message.FunctionLoadResponse.Result):
                if (--_loading == 0)
                    _loaded.TrySetResult();
                break;
        }
    }

    private void Load(RepeatedField<RpcFunctionMetadata> functions)
    {
        _loading = functions.Count;
        if (_loading == 0)
            _loaded.TrySetException(new InvalidDataException("The app has no functions."));

        try
        {
            Functions = [.. functions.Select(WorkerFunction.From).OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception invalid) when (invalid is InvalidDataException or JsonException)
        {
            _loaded.TrySetException(invalid);
        }

        foreach (var function in functions)
        {
            function.Directory = appFolder;
            Send(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } });
        }
    }

    private bool Succeeded(StatusResult result)
    {
        if (result.Status == StatusResult.Types.Status.Success)
            return true;

        _loaded.TrySetException(new InvalidDataException($"The worker failed to load the app's functions: {result.Exception?.Message}"));
        return false;
    }

    private void WriteLog(RpcLog log)
    {
        var logger = _logs.GetOrAdd(log.Category is { Length: > 0 } category ? category : "Worker", loggers.CreateLogger);
        var text = log.Exception is { } error ? $"{log.Message}\n{error.Message}\n{error.StackTrace}" : log.Message;
        logger.Log((LogLevel)(int)log.Level, int.TryParse(log.EventId, out var number) ? new(number) : new(0, log.EventId), text, null, (state, _) => state);
    }
}
