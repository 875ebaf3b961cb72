using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Telemetry;

/// <summary>Traces each invocation and logs how it ended. An HTTP function's ends with its answer, which is written after the function has returned.</summary>
internal sealed class RequestTelemetry(ILogger<RequestTelemetry> logger) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        ChatTelemetry.Source.HasListeners() || logger.IsEnabled(LogLevel.Debug) ? ObserveAsync(context, next) : next(context);

    private async Task ObserveAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var invocation = new Invocation(context, logger);
        if (context.GetHttpContext() is { } http)
        {
            http.Response.OnCompleted(() =>
            {
                invocation.End(http.Response.StatusCode);
                return Task.CompletedTask;
            });
            await next(context);
            return;
        }

        try
        {
            await next(context);
            invocation.End(status: null);
        }
        catch (Exception e)
        {
            invocation.Fail(e);
            throw;
        }
    }

    private sealed class Invocation
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private readonly ILogger _logger;
        private readonly string _function;
        private readonly string? _roomId;
        private readonly Activity? _activity;

        public Invocation(FunctionContext context, ILogger logger)
        {
            var http = context.GetHttpContext();
            (_logger, _function, _roomId) = (logger, context.FunctionDefinition.Name, RoomId(http));
            _activity = ChatTelemetry.Source.StartActivity(ActivityKind.Internal, Caller(context.TraceContext), name: _function);
            _activity?.SetTag("faas.name", _function);
            _activity?.SetTag("faas.invocation_id", context.InvocationId);
            _activity?.SetTag("faas.trigger", http is null ? "pubsub" : "http");
            if (_roomId is not null)
            {
                _activity?.SetTag(ChatTelemetry.RoomId, _roomId);
            }

            // The server's own span is named after its address otherwise, and not at all here.
            if (_activity is not null && http?.Features.Get<IHttpActivityFeature>() is { } server)
            {
                server.Activity.DisplayName = $"{http.Request.Method} {_function}";
            }
        }

        public void End(int? status)
        {
            _activity?.SetTag("http.response.status_code", status);
            _activity?.SetStatus(status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            Stop(status);
        }

        public void Fail(Exception exception)
        {
            _activity?.SetTag("error.type", exception.GetType().FullName);
            _activity?.SetStatus(ActivityStatusCode.Error);
            Stop(status: null);
        }

        private void Stop(int? status)
        {
            _activity?.Stop();
            _logger.Ended(_function, status, _roomId, Stopwatch.GetElapsedTime(_started).TotalMilliseconds);
        }

        /// <summary>The span that the request came from, where the server has none of its own, which would be the parent.</summary>
        private static ActivityContext Caller(TraceContext trace) =>
            Activity.Current is null && ActivityContext.TryParse(trace.TraceParent, trace.TraceState, isRemote: true, out var caller) ? caller : default;

        /// <summary>What a caller puts there is told only if it could be a room's id.</summary>
        private static string? RoomId(HttpContext? http) => http?.Request.RouteValues["roomId"] is string id && Ids.IsPlausible(id) ? id : null;
    }
}
