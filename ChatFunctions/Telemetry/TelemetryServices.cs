using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var export = ExportOptions.Of(configuration);
        if (export.IsWanted)
        {
            services.AddSingleton(export);
            services.AddHostedService<TelemetryExport>();
        }

        return services.AddSingleton<HttpPipelinePolicy, StorageTelemetry>();
    }
}
