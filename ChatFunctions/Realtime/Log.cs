using Microsoft.Extensions.Logging;

namespace ChatFunctions.Realtime;

internal static partial class Log
{
    [LoggerMessage(90, LogLevel.Error, "SignalR does not answer: live messages are suspended")]
    public static partial void LiveSuspended(this ILogger logger, Exception exception);

    [LoggerMessage(91, LogLevel.Information, "SignalR answers: live messages are sent again")]
    public static partial void LiveResumed(this ILogger logger);
}
