using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Live;

/// <summary>
/// Drops the live outputs of HTTP invocations while the SignalR service doesn't respond, because the Functions host would delay or cut the
/// answers. Other invocations keep theirs.
/// </summary>
internal sealed class LiveOutputMiddleware(LiveCircuitBreaker breaker, IMeterFactory meters) : IFunctionsWorkerMiddleware
{
    private const string SignalR = "signalR";

    private readonly Counter<long> _suspended = meters.Create(ChatTelemetry.Name)
        .CreateCounter<long>("chat.live.suspended", "{message}", "Live messages left out because SignalR did not answer");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is null)
        {
            await next(context);
            return;
        }

        breaker.NoteRequest();
        await next(context);
        var outputs = breaker.IsOpen ? context.GetOutputBindings<object[]>() : [];
        foreach (var output in outputs.Where(output => output is { BindingType: SignalR, Value.Length: > 0 }))
        {
            _suspended.Add(output.Value!.Length);
            output.Value = null;
        }
    }
}

/// <summary>
/// A circuit breaker for live messages. While there are requests it probes the SignalR service every second; two failures in a row open it and
/// one response closes it.
/// </summary>
internal sealed class LiveCircuitBreaker(IHealthCheck service, TimeProvider clock, ILogger<LiveCircuitBreaker> logger) : BackgroundService
{
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    /// <summary>The timeout is generous, because a slow service loses no broadcast but an open breaker loses all.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    public const int FailuresToOpen = 2;

    /// <summary>How often it is logged that the service doesn't answer.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>The number of probes without a request after which probing pauses.</summary>
    public const int IdleProbes = 10;

    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _failures;
    private long? _loggedAt;

    /// <summary>Whether the service doesn't respond, so that live messages would delay answers.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= FailuresToOpen;

    public void NoteRequest() => _requests.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _requests.Reader.WaitToReadAsync(stoppingToken))
        {
            for (var idle = 0; idle < IdleProbes; idle = _requests.Reader.TryRead(out _) ? 0 : idle + 1)
            {
                var interval = Task.Delay(ProbeInterval, clock, stoppingToken);
                Note(await ProbeAsync(stoppingToken));
                await interval;
            }

            // By the next request, the result will be outdated.
            Volatile.Write(ref _failures, 0);
        }
    }

    /// <returns>Null: it answers.</returns>
    private async Task<Exception?> ProbeAsync(CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            var result = await service.CheckHealthAsync(new HealthCheckContext(), either.Token).WaitAsync(either.Token);
            return result.Status == HealthStatus.Healthy ? null : new InvalidOperationException(result.Description);
        }
        catch (HttpRequestException e) when ((int?)e.StatusCode < 500)
        {
            // Any response counts, because other emulators have no health endpoint.
            return null;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // After any failure the service can't be used.
            return e;
        }
    }

    private void Note(Exception? failure)
    {
        Volatile.Write(ref _failures, failure is null ? 0 : _failures + 1);
        if (IsOpen && !(_loggedAt is { } at && clock.GetElapsedTime(at) < LogInterval))
        {
            _loggedAt = clock.GetTimestamp();
            logger.LiveSuspended(failure!.Message);
        }
        else if (failure is null && _loggedAt is not null)
        {
            _loggedAt = null;
            logger.LiveResumed();
        }
    }
}

internal static partial class LogMessages
{
    [LoggerMessage(90, LogLevel.Error, "SignalR does not answer, live messages are suspended: {Reason}")]
    public static partial void LiveSuspended(this ILogger logger, string reason);

    [LoggerMessage(91, LogLevel.Information, "SignalR answers: live messages are sent again")]
    public static partial void LiveResumed(this ILogger logger);
}
