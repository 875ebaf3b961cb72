using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// Sends what functions leave in their outputs. For HTTP functions that's after the answer, which neither waits for it nor learns of it;
/// when the host stops, it waits for what is still under way.
/// </summary>
internal sealed class OutputDispatcher(SignalRSender sender, OutputMetrics metrics, ILoggerFactory loggers) : IHostedService, IDisposable
{
    /// <summary>How long a host that stops waits for outputs; the service is asked to give up by then.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _giveUp = new();
    private readonly ILogger _logger = loggers.CreateLogger("Host.Outputs");
    private readonly Lock _gate = new();
    private TaskCompletionSource? _drained;
    private int _underWay;

    /// <summary>Has the invocation's outputs sent once its answer is out.</summary>
    public void DispatchAfterResponse(InvocationContext invocation)
    {
        if (HasOutputs(invocation))
        {
            invocation.Request.Response.OnCompleted(() =>
            {
                Start(invocation);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Sends the invocation's outputs now; null when that worked, else why it didn't, which has been logged.</summary>
    public async Task<Exception?> SendAsync(InvocationContext invocation) =>
        HasOutputs(invocation) && Prepare(invocation) is var (outputs, failure) ? failure ?? await SendAsync(outputs, invocation) : null;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task drained;
        lock (_gate)
        {
            if (_underWay == 0)
                return;

            drained = (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await drained.WaitAsync(DrainTime, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            _logger.OutputsAbandoned(_underWay);
            await _giveUp.CancelAsync();
        }
    }

    public void Dispose() => _giveUp.Dispose();

    private static bool HasOutputs(InvocationContext invocation)
    {
        var outputs = invocation.Function.Outputs;
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] is SignalROutputBinding && Value(invocation, i) is not null)
                return true;
        }

        return false;
    }

    private static object? Value(InvocationContext invocation, int output) =>
        invocation.Function.Outputs[output].Property is null ? invocation.Result
        : output < invocation.Outputs.Length ? invocation.Outputs[output]
        : null;

    // Runs while the request's services live; the sending itself doesn't need them, and isn't to hold up the connection's next request.
    private void Start(InvocationContext invocation)
    {
        if (Prepare(invocation) is not ({ } outputs, null))
            return;

        lock (_gate)
            _underWay++;

        _ = Task.Run(() => SendInBackgroundAsync(outputs, invocation));
    }

    private async Task SendInBackgroundAsync(List<PreparedOutput> outputs, InvocationContext invocation)
    {
        try
        {
            await SendAsync(outputs, invocation);
        }
        finally
        {
            lock (_gate)
            {
                if (--_underWay == 0)
                    _drained?.TrySetResult();
            }
        }
    }

    private (List<PreparedOutput> Outputs, Exception? Failure) Prepare(InvocationContext invocation)
    {
        var prepared = new List<PreparedOutput>();
        try
        {
            for (var i = 0; i < invocation.Function.Outputs.Length; i++)
            {
                if (invocation.Function.Outputs[i] is SignalROutputBinding output && Value(invocation, i) is { } value)
                    prepared.Add(output.Prepare(value, invocation));
            }

            return (prepared, null);
        }
        catch (Exception failure)
        {
            _logger.OutputFailed(failure, invocation.Function.Name, invocation.InvocationId);
            return (prepared, failure);
        }
    }

    private async Task<Exception?> SendAsync(List<PreparedOutput> outputs, InvocationContext invocation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            foreach (var output in outputs)
                await sender.SendAsync(output, _giveUp.Token);

            metrics.Ended(invocation.Function.Name, started, failure: null);
            return null;
        }
        catch (Exception failure)
        {
            metrics.Ended(invocation.Function.Name, started, failure);
            _logger.OutputFailed(failure, invocation.Function.Name, invocation.InvocationId);
            return failure;
        }
    }
}
