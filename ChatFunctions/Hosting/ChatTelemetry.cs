using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>
/// Names for metrics and traces. They follow OpenTelemetry's semantic conventions where there are any:
/// https://opentelemetry.io/docs/specs/semconv/
/// </summary>
internal static class ChatTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "ChatFunctions";

    public const string RoomId = "chat.room.id";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Histogram bounds from a millisecond to ten seconds.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
}

/// <summary>Adds the room and the status to the worker's span of an HTTP invocation, and logs both.</summary>
internal sealed class InvocationTelemetry(ILogger<InvocationTelemetry> logger) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var span = Activity.Current;
        if (context.GetHttpContext() is { } http && (span is not null || logger.IsEnabled(LogLevel.Debug)))
        {
            var started = Stopwatch.GetTimestamp();
            var roomId = RoomId(http);
            span?.SetTag(ChatTelemetry.RoomId, roomId);

            // The answer is written after the function has returned.
            http.Response.OnStarting(() =>
            {
                var status = http.Response.StatusCode;
                span?.SetTag("http.response.status_code", status);
                span?.SetStatus(status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
                logger.Ended(context.FunctionDefinition.Name, status, roomId, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    /// <summary>The room id in the route, if it can be one; a client can put anything there.</summary>
    private static string? RoomId(HttpContext http) => http.Request.RouteValues["roomId"] is string id && Ids.IsPlausible(id) ? id : null;
}
