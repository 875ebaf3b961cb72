using Microsoft.Extensions.Logging;

namespace ChatFunctions.Storage;

internal static partial class Log
{
    [LoggerMessage(11, LogLevel.Debug, "Background work done: {Name}, in {Milliseconds:0} ms")]
    public static partial void BackgroundWorkDone(this ILogger logger, string name, double milliseconds);

    [LoggerMessage(10, LogLevel.Warning, "Background work failed: {Name}")]
    public static partial void BackgroundWorkFailed(this ILogger logger, Exception exception, string name);

    [LoggerMessage(12, LogLevel.Warning, "Background work dropped, as too much is under way: {Name}")]
    public static partial void BackgroundWorkDropped(this ILogger logger, string name);

    [LoggerMessage(13, LogLevel.Warning, "Stopping before the end of {Count} pieces of background work")]
    public static partial void BackgroundWorkCut(this ILogger logger, int count);
}
