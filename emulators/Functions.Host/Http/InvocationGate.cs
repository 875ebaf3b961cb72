using Functions.Host.Settings;
using Functions.Host.Worker;

namespace Functions.Host.Http;

/// <summary>
/// Lets requests to functions through while there is a worker: they wait while one starts and get 503 while there is none.
/// It counts them, so that the host can wait for them before it stops.
/// </summary>
internal sealed class InvocationGate(WorkerSupervisor workers, HostSettings settings)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _prefix = $"/{settings.RoutePrefix}";
    private int _open = 1; // the host's own, until it closes the gate
    private volatile bool _closed;

    /// <summary>Completes when the gate is closed and the last request has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Whether a path belongs to functions or to the host, and not to the web client.</summary>
    public bool IsHostPath(PathString path) =>
        (_prefix.Length > 1 && path.StartsWithSegments(_prefix)) || path.StartsWithSegments("/runtime") || path.StartsWithSegments("/admin");

    /// <summary>Refuses new requests.</summary>
    public void Close()
    {
        _closed = true;
        Leave();
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        // The stream of the worker and static files need no running worker.
        if (HttpProtocol.IsHttp2(http.Request.Protocol) || (_prefix.Length > 1 && !IsHostPath(http.Request.Path)))
        {
            await next(http);
            return;
        }

        Interlocked.Increment(ref _open);
        try
        {
            if (_closed || !await HasWorkerAsync(http.RequestAborted))
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else
                await next(http);
        }
        finally
        {
            Leave();
        }
    }

    private async ValueTask<bool> HasWorkerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await workers.GetAsync(LongestWait, cancellationToken) is not null;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _drained.TrySetResult();
    }
}
