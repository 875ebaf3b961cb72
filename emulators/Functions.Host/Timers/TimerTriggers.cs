using System.Globalization;
using Functions.Host.Http;
using Functions.Host.Settings;
using Functions.Host.SignalR;
using Functions.Host.Worker;
using Microsoft.AspNetCore.Http.Features;
using NCrontab;

namespace Functions.Host.Timers;

/// <summary>Runs the functions with a timer trigger, on their schedules and at <c>POST /admin/functions/{name}</c>.</summary>
internal sealed class TimerTriggers(
    HostSettings settings, FunctionKeys keys, InvocationGate gate, SignalROutputs outputs, TimeProvider time, ILoggerFactory loggers)
{
    public const string Route = "/admin/functions/{name}";

    // A timer accepts at most about 50 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Timers");
    private bool _started;

    /// <summary>Starts the timers of a worker, which end with it.</summary>
    /// <exception cref="InvalidSettingException">A schedule isn't valid.</exception>
    public void Use(WorkerConnection worker)
    {
        var enabled = Timers(worker).Where(function => !settings.IsDisabled(function.Name));
        (WorkerFunction, TimerSchedule)[] timers = [.. enabled.Select(function => (function, new TimerSchedule(settings.Resolve(function.Trigger.Schedule ?? ""))))];
        foreach (var (function, schedule) in timers)
            _ = RunAsync(worker, function, schedule, function.Trigger.RunOnStartup && !_started);

        _started = true;
    }

    /// <summary>Runs a timer function now, as the official host's admin API does: the answer doesn't wait for it.</summary>
    public Task HandleAsync(HttpContext http)
    {
        var (worker, name) = (http.Features.GetRequiredFeature<WorkerConnection>(), $"{http.Request.RouteValues["name"]}");
        var function = Timers(worker).FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        http.Response.StatusCode = keys.RefuseAdmin(http.Request) ?? (function is null ? StatusCodes.Status404NotFound : StatusCodes.Status202Accepted);
        if (http.Response.StatusCode == StatusCodes.Status202Accepted)
            _ = FireAsync(worker, function!, time.GetUtcNow());

        return Task.CompletedTask;
    }

    private static IEnumerable<WorkerFunction> Timers(WorkerConnection worker) => worker.Functions.Where(function => function.Trigger.Is("timerTrigger"));

    private async Task RunAsync(WorkerConnection worker, WorkerFunction function, TimerSchedule schedule, bool runNow)
    {
        var next = schedule.Next(time.GetUtcNow());
        if (runNow)
            await FireAsync(worker, function, next);

        while (!worker.Closed.IsCompleted)
        {
            if (next - time.GetUtcNow() is { Ticks: > 0 } remaining)
            {
                var delay = remaining < LongestDelay ? remaining : LongestDelay;
                await worker.Closed.WaitAsync(delay, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            next = schedule.Next(time.GetUtcNow());
            await FireAsync(worker, function, next);
        }
    }

    private async Task FireAsync(WorkerConnection worker, WorkerFunction function, DateTimeOffset next)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var timer = new { ScheduleStatus = new { Last = now, Next = next.UtcDateTime, LastUpdated = now }, IsPastDue = false };
        await gate.TryRunAsync(() => outputs.RunAsync(worker, function, timer, [], _logger));
    }
}

/// <summary>The schedule of a timer trigger: an NCRONTAB expression of five or six fields, or an interval such as <c>00:05:00</c>.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    /// <exception cref="InvalidSettingException">The text is no schedule.</exception>
    public TimerSchedule(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        _cron = CrontabSchedule.TryParse(text, new() { IncludingSeconds = fields == 6 });
        if (_cron is null && !(TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _interval) && _interval > TimeSpan.Zero))
            throw new InvalidSettingException($"The schedule '{text}' is neither an NCRONTAB expression nor an interval.");
    }

    /// <summary>The first time after the given one, in UTC.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => _cron is null ? after + _interval : new(_cron.GetNextOccurrence(after.UtcDateTime), TimeSpan.Zero);
}
