using System.Runtime.CompilerServices;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatFunctions.Hosting;

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
