using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

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

/// <summary>Exports metrics and traces; logs go through the Functions host.</summary>
internal static class TelemetryServices
{
    // Traces of HTTP clients and of the server are left out, because their addresses contain logins and invitation codes.
    private static readonly string[] Meters = [ChatTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (ExportOptions.Of(configuration) is { IsWanted: true } export)
        {
            services.AddTelemetryExport(export);
        }

        return services.AddSingleton<HttpPipelinePolicy, StorageTelemetry>();
    }

    // Not inlined, so that OpenTelemetry's assemblies are loaded only if this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTelemetryExport(this IServiceCollection services, ExportOptions options) => services.AddOpenTelemetry()
        .UseFunctionsWorkerDefaults()
        .WithTracing(traces =>
        {
            traces.AddSource(ChatTelemetry.Name);
            if (options.OtlpEndpoint is not null)
            {
                traces.AddOtlpExporter();
            }

            if (options.AzureMonitor is not null)
            {
                traces.AddAzureMonitorTraceExporter(options.Configure);
            }
        })
        .WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (options.OtlpEndpoint is not null)
            {
                metrics.AddOtlpExporter();
            }

            if (options.AzureMonitor is not null)
            {
                metrics.AddAzureMonitorMetricExporter(options.Configure);
            }
        });

    private static void Configure(this ExportOptions options, AzureMonitorExporterOptions exporter)
    {
        exporter.ConnectionString = options.AzureMonitor;
        if (options.AzureIdentity is { } clientId)
        {
            exporter.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
        }
    }
}

/// <summary>Where to export metrics and traces, by standard settings. Without any, OpenTelemetry isn't loaded.</summary>
/// <param name="OtlpEndpoint">
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; the SDK reads it and those beside it:
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
/// </param>
/// <param name="AzureMonitor"><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>.</param>
/// <param name="AzureIdentity">The client id of the identity in <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>.</param>
internal sealed record ExportOptions(string? OtlpEndpoint, string? AzureMonitor, string? AzureIdentity)
{
    public bool IsWanted => OtlpEndpoint is not null || AzureMonitor is not null;

    public static ExportOptions Of(IConfiguration configuration) => new(
        Given(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]),
        Given(configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]),
        configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]?
            .Split(';', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .FirstOrDefault(part => part is ["ClientId", _])?[1]);

    private static string? Given(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting;
}

internal static partial class LogMessages
{
    [LoggerMessage(80, LogLevel.Debug, "{Function} ended with {Status} after {Milliseconds:0.0} ms, room {RoomId}")]
    public static partial void Ended(this ILogger logger, string function, int? status, string? roomId, double milliseconds);
}
