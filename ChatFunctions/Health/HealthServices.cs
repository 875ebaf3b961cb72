using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Health;

internal static class HealthServices
{
    /// <summary>How long a part may take to answer: a slow part isn't down.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StorageHealthCheck>("storage", timeout: Timeout)
            .AddCheck<SignalRHealthCheck>("signalR", timeout: Timeout);
        return services.AddSingleton<SignalRHealthCheck>().AddSingleton<SharedHealthReport>();
    }
}
