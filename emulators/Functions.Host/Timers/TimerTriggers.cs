using System.Text.Json;
using Functions.Host.Http;
using Functions.Host.Settings;
using Functions.Host.SignalR;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.Timers;

/// <summary>Runs the functions with a timer trigger, on their schedules and at <c>POST /admin/functions/{name}</c>.</summary>
internal sealed class TimerTriggers(HostSettings settings, FunctionKeys keys, SignalROutputs outputs, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    public const string Route = "/admin/functions/{name}";

    // Task.Delay accepts at most about 50 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Timers");
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile WorkerConnection? _worker;

    /// <summary>Starts the timers of a worker, and stops those of the previous one.</summary>
    public void Use(WorkerConnection worker)
    {
        var restarted = _worker is not null;
        var timers = Timers(worker).Where(function => !settings.IsDisabled(function.Name)).Select(function => (Function: function, Schedule: new TimerSchedule(settings.Resolve(function.Trigger.Schedule ?? "")))).ToArray();
        using var outdated = _stop;
        _stop = new();
        outdated.Cancel();
        _worker = worker;
        _running = Task.WhenAll([_running, .. timers.Select(timer => RunAsync(worker, timer.Function, timer.Schedule, !restarted, _stop.Token))]);
    }

    /// <summary>Runs a timer function now, as the official host's admin API does: the answer doesn't wait for it.</summary>
    public Task HandleAsync(HttpContext http)
    {
        if (keys.RefuseAdmin(http.Request) is { } refused)
        {
            http.Response.StatusCode = refused;
        }
        else if (_worker is not { } worker
            || Timers(worker).FirstOrDefault(function => function.Name.Equals($"{http.Request.RouteValues["name"]}", StringComparison.OrdinalIgnoreCase)) is not { } function)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            _running = Task.WhenAll(_running, FireAsync(worker, function, time.GetUtcNow()));
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        return Task.CompletedTask;
    }

    /// <summary>Stops the schedules, and waits for the functions that run.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    private static IEnumerable<WorkerFunction> Timers(WorkerConnection worker) => worker.Functions.Where(function => function.Trigger.Is("timerTrigger"));

    private async Task RunAsync(WorkerConnection worker, WorkerFunction function, TimerSchedule schedule, bool hostStarts, CancellationToken cancellationToken)
    {
        var next = schedule.Next(time.GetUtcNow());
        if (hostStarts && function.Trigger.RunOnStartup)
            await FireAsync(worker, function, next);

        while (await WaitUntilAsync(next, cancellationToken))
        {
            next = schedule.Next(time.GetUtcNow());
            await FireAsync(worker, function, next);
        }
    }

    private async Task<bool> WaitUntilAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        while (until - time.GetUtcNow() is { Ticks: > 0 } remaining && !cancellationToken.IsCancellationRequested)
        {
            var delay = remaining < LongestDelay ? remaining : LongestDelay;
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !cancellationToken.IsCancellationRequested;
    }

    private async Task FireAsync(WorkerConnection worker, WorkerFunction function, DateTimeOffset next)
    {
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            var timer = new { ScheduleStatus = new { Last = now, Next = next.UtcDateTime, LastUpdated = now }, IsPastDue = false };
            var trigger = new ParameterBinding { Name = function.Trigger.Name, Data = new() { Json = JsonSerializer.Serialize(timer) } };
            await outputs.TrySendAsync(function, await worker.InvokeAsync(function, Guid.NewGuid().ToString(), [trigger], []), _logger);
        }
        catch (IOException gone)
        {
            _logger.FunctionFailed(function.Name, gone.Message);
        }
    }
}
