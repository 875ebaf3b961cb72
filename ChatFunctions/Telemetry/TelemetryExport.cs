using System.Runtime.CompilerServices;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatFunctions.Telemetry;

/// <summary>Exports metrics and traces; logs go through the Functions host.</summary>
internal static class TelemetryExport
{
    // HTTP clients' and the server's own instruments are left out of traces: their addresses hold logins and invitation codes.
    private static readonly string[] Meters = [ChatTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    // Not inlined, so that OpenTelemetry's assemblies are loaded only where this is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddTelemetryExport(this IServiceCollection services, ExportOptions options) => services.AddOpenTelemetry()
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
