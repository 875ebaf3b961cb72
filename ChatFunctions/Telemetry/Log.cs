using Microsoft.Extensions.Logging;

namespace ChatFunctions.Telemetry;

internal static partial class Log
{
    [LoggerMessage(80, LogLevel.Debug, "{Function} ended with {Status} after {Milliseconds:0.0} ms, room {RoomId}")]
    public static partial void Ended(this ILogger logger, string function, int? status, string? roomId, double milliseconds);
}
