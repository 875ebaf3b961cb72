using Microsoft.Extensions.Logging;

namespace ChatFunctions.Storage;

internal static partial class Log
{
    [LoggerMessage(11, LogLevel.Debug, "Work in the background done: {Name}, in {Milliseconds:0} ms")]
    public static partial void BackgroundWorkDone(this ILogger logger, string name, double milliseconds);

    [LoggerMessage(10, LogLevel.Warning, "Work in the background failed: {Name}")]
    public static partial void BackgroundWorkFailed(this ILogger logger, Exception exception, string name);
}
