using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<IHealthProbe, StorageProbe>()
        .AddSingleton<SignalRProbe>()
        .AddSingleton<IHealthProbe>(provider => provider.GetRequiredService<SignalRProbe>())
        .AddSingleton<HealthService>();
}
