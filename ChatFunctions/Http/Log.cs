using Microsoft.Extensions.Logging;

namespace ChatFunctions.Http;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Function} failed")]
    public static partial void FunctionFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(2, LogLevel.Warning, "{Function} could not reach storage")]
    public static partial void StorageFailed(this ILogger logger, Exception exception, string function);
}
