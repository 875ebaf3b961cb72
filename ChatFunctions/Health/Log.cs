using Microsoft.Extensions.Logging;

namespace ChatFunctions.Health;

internal static partial class Log
{
    [LoggerMessage(70, LogLevel.Error, "Health: {Part} is down")]
    public static partial void PartIsDown(this ILogger logger, Exception exception, string part);

    [LoggerMessage(71, LogLevel.Information, "Health: {Part} is up again")]
    public static partial void PartIsUpAgain(this ILogger logger, string part);
}
