using Microsoft.Extensions.Logging;

namespace ChatFunctions.RateLimits;

internal static partial class Log
{
    [LoggerMessage(140, LogLevel.Information, "{Function}: refused, too many in too short a time")]
    public static partial void TooFast(this ILogger logger, string function);

    [LoggerMessage(141, LogLevel.Information, "Room {RoomId}: {Messages} messages of user {UserId} refused, too many in too short a time")]
    public static partial void SentTooFast(this ILogger logger, string roomId, string userId, int messages);
}
