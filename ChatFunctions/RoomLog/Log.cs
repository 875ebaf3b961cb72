using Microsoft.Extensions.Logging;

namespace ChatFunctions.RoomLog;

internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Error, "Room {RoomId}: a commit of {Commands} commands failed")]
    public static partial void CommitFailed(this ILogger logger, Exception exception, string roomId, int commands);

    [LoggerMessage(21, LogLevel.Warning, "Room {RoomId}: asking for news failed")]
    public static partial void PollFailed(this ILogger logger, Exception exception, string roomId);
}
