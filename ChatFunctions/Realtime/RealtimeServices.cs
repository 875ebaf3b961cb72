using ChatFunctions.Health;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Realtime;

internal static class RealtimeServices
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services
        .AddSingleton<LiveRooms>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<LiveCircuitBreaker>(provider, provider.GetRequiredService<SignalRHealthCheck>()))
        .AddHostedService(provider => provider.GetRequiredService<LiveCircuitBreaker>());
}
