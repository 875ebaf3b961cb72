using Microsoft.Extensions.Logging;

namespace ChatFunctions.Storage;

internal static partial class Log
{
    [LoggerMessage(10, LogLevel.Warning, "Work in the background failed: {Name}")]
    public static partial void BackgroundWorkFailed(this ILogger logger, Exception exception, string name);
}
