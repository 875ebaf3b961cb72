using ChatFunctions.Accounts;
using ChatFunctions.Rooms;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.RoomLog;

internal static class RoomLogServices
{
    public static IServiceCollection AddRoomLog(this IServiceCollection services) => services
        .AddSingleton<RoomStore>()
        .AddSingleton<RoomRows>()
        .AddSingleton<RoomMetrics>()
        .AddSingleton<CommitTelemetry>()
        .AddSingleton<RoomWaits>()
        .AddSingleton<BackgroundWork>()
        .AddHostedService(services => services.GetRequiredService<BackgroundWork>())
        .AddSingleton<ProfileGuard>()
        .AddSingleton<RoomTraces>()
        .AddSingleton<UserRoomStore>()
        .AddSingleton<RoomActivity>()
        .AddSingleton<RoomDirectory>()
        .AddSingleton<RoomPurge>()
        .AddSingleton<RoomMemberships>()
        .AddSingleton<CommitSettler>()
        .AddSingleton<RoomCommitter>()
        .AddSingleton<RoomAppender>()
        .AddSingleton<RoomAccess>()
        .AddSingleton<RoomHeads>()
        .AddSingleton<EventsReader>();
}
