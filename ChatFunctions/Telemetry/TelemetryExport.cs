using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatFunctions.Telemetry;

/// <summary>Sends metrics and traces to wherever they are wanted, as long as the app runs. Logs take the Functions host's way.</summary>
internal sealed class TelemetryExport(ExportOptions options, IConfiguration configuration) : IHostedService, IDisposable
{
    // The app's own, the server's, and those of the host: the stand-in's and the official worker's. HTTP clients' are left out, for
    // addresses of storage hold keys, such as logins.
    private static readonly string[] Sources = [ChatTelemetry.Name, "Microsoft.AspNetCore", "Microsoft.Azure.Functions.Worker"];

    private static readonly string[] Meters =
        [ChatTelemetry.Name, "Functions.Worker", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var traces = Sdk.CreateTracerProviderBuilder().ConfigureServices(Configure).ConfigureResource(Describe).AddSource(Sources);
        var metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(Configure).ConfigureResource(Describe).AddMeter(Meters);
        if (options.OtlpEndpoint is not null)
        {
            traces.AddOtlpExporter();
            metrics.AddOtlpExporter();
        }

        AddAzureMonitor(traces, metrics);
        (_traces, _metrics) = (traces.Build(), metrics.Build());
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void AddAzureMonitor(TracerProviderBuilder traces, MeterProviderBuilder metrics)
    {
        if (options.AzureMonitor is null)
        {
            return;
        }

        traces.AddAzureMonitorTraceExporter(Address);
        metrics.AddAzureMonitorMetricExporter(Address);

        void Address(AzureMonitorExporterOptions exporter)
        {
            exporter.ConnectionString = options.AzureMonitor;
            if (options.AzureIdentity is { } clientId)
            {
                exporter.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
            }
        }
    }

    // The SDK reads OTEL_* settings from the app's configuration rather than from the environment alone.
    private void Configure(IServiceCollection services) => services.AddSingleton(configuration);

    private void Describe(ResourceBuilder resource)
    {
        if (configuration["OTEL_SERVICE_NAME"] is null)
        {
            resource.AddService(ChatTelemetry.Name);
        }
    }
}
