using Functions.Host.Settings;
using Functions.Host.Worker;

namespace Functions.Host.Http;

/// <summary>
/// Lets requests to functions through while there is a worker: they wait while one starts and get 503 while there is none.
/// It counts them and running timers, so that the host can wait for them before it stops.
/// </summary>
internal sealed class InvocationGate(WorkerSupervisor workers, HostSettings settings)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _prefix = $"/{settings.RoutePrefix}";
    private int _open = 1; // the host's own, until it closes the gate
    private volatile bool _closed;

    /// <summary>Completes when the gate is closed and the last invocation has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Whether a path belongs to functions or to the host, and not to the web client.</summary>
    public bool IsHostPath(PathString path) =>
        (_prefix.Length > 1 && path.StartsWithSegments(_prefix)) || path.StartsWithSegments("/runtime") || path.StartsWithSegments("/admin");

    /// <summary>Refuses new invocations.</summary>
    public void Close()
    {
        _closed = true;
        Leave();
    }

    /// <summary>Runs an invocation. Returns false if the gate is closed.</summary>
    public async Task<bool> TryRunAsync(Func<Task> invocation)
    {
        Interlocked.Increment(ref _open);
        try
        {
            if (_closed)
                return false;

            await invocation();
            return true;
        }
        finally
        {
            Leave();
        }
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        // The stream of the worker and static files need no running worker.
        if (HttpProtocol.IsHttp2(http.Request.Protocol) || (_prefix.Length > 1 && !IsHostPath(http.Request.Path)))
        {
            await next(http);
            return;
        }

        http.Features.Set(await workers.GetAsync(http.RequestAborted));
        if (http.Features.Get<WorkerConnection>() is null || !await TryRunAsync(() => next(http)))
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _drained.TrySetResult();
    }
}
