namespace ChatFunctions.Rooms.Log;

internal static class RoomLogServices
{
    public static IServiceCollection AddRoomLog(this IServiceCollection services) => services
        .AddSingleton<RoomStore>()
        .AddSingleton<RoomMetrics>()
        .AddSingleton<RoomWaits>()
        .AddSingleton<AttachmentRemoval>()
        .AddSingleton<CommitResolver>()
        .AddSingleton<RoomCommitter>()
        .AddSingleton<RoomAppender>()
        .AddSingleton<RoomAccess>();
}

internal static partial class LogMessages
{
    [LoggerMessage(20, LogLevel.Error, "Room {RoomId}: a commit of {Commands} commands failed")]
    public static partial void CommitFailed(this ILogger logger, Exception exception, string roomId, int commands);

    [LoggerMessage(22, LogLevel.Debug, "Room {RoomId}: {Commands} commands made {Events} events up to {Seq} in {Milliseconds:0.0} ms")]
    public static partial void Committed(this ILogger logger, string roomId, int commands, int events, long? seq, double milliseconds);

    [LoggerMessage(23, LogLevel.Error, "Room {RoomId}: gave up on {Commands} commands after {Milliseconds:0} ms; storage does not settle them")]
    public static partial void CommitGivenUp(this ILogger logger, string roomId, int commands, double milliseconds);

    [LoggerMessage(21, LogLevel.Warning, "Room {RoomId}: asking for news failed")]
    public static partial void PollFailed(this ILogger logger, Exception exception, string roomId);
}
