using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatFunctions.Telemetry;

internal sealed partial class TelemetryExport
{
    partial void AddAzureMonitor(TracerProviderBuilder traces, MeterProviderBuilder metrics)
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
}
