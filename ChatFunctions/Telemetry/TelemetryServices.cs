using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services.AddSingleton<HttpPipelinePolicy, StorageTelemetry>();
}
