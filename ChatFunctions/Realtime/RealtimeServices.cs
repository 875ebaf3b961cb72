using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Realtime;

internal static class RealtimeServices
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services.AddSingleton<LiveRooms>();
}
