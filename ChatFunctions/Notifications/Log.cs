using Microsoft.Extensions.Logging;

namespace ChatFunctions.Notifications;

internal static partial class Log
{
    [LoggerMessage(60, LogLevel.Warning, "User {UserId}: old notifications could not be purged")]
    public static partial void NotPurged(this ILogger logger, Exception exception, string userId);
}
