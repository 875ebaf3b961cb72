using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Telemetry;

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

    /// <summary>A caller can write anything into the route, so only what could be a room's id is told.</summary>
    private static string? RoomId(HttpContext http) => http.Request.RouteValues["roomId"] is string id && Ids.IsPlausible(id) ? id : null;
}
