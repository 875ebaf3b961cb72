using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

internal static class RoomServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddRoomLists()
        .AddSingleton<RoomDirectory>()
        .AddSingleton<RoomPurge>()
        .AddSingleton<RoomErasure>()
        .AddSingleton<MembershipWriter>()
        .AddSingleton<RoomService>()
        .AddSingleton<RoomDeletion>()
        .AddSingleton<RoomList>()
        .AddSingleton<PublicRooms>()
        .AddSingleton<MemberService>()
        .AddSingleton<DirectRooms>()
        .AddSingleton<InvitationService>();
}

internal static partial class LogMessages
{
    [LoggerMessage(120, LogLevel.Information, "Room {RoomId}: created, {Kind}, with {Members} members")]
    public static partial void RoomCreated(this ILogger logger, string roomId, RoomKind kind, int members);

    [LoggerMessage(121, LogLevel.Information, "Room {RoomId}: deleted, {Members} members removed")]
    public static partial void RoomDeleted(this ILogger logger, string roomId, int members);

    [LoggerMessage(122, LogLevel.Information, "Room {RoomId}: purged of {Rows} rows in {Milliseconds:0} ms")]
    public static partial void RoomPurged(this ILogger logger, string roomId, int rows, double milliseconds);
}
