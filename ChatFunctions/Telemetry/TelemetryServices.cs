using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (ExportOptions.Of(configuration) is { IsWanted: true } export)
        {
            services.AddTelemetryExport(export);
        }

        return services.AddSingleton<HttpPipelinePolicy, StorageTelemetry>();
    }
}
