using Microsoft.Extensions.Logging;

namespace ChatFunctions.Notifications;

internal static partial class Log
{
    [LoggerMessage(61, LogLevel.Debug, "User {UserId}: notification {NotificationId} stored")]
    public static partial void Notified(this ILogger logger, string userId, string notificationId);

    [LoggerMessage(60, LogLevel.Warning, "User {UserId}: old notifications could not be purged")]
    public static partial void NotPurged(this ILogger logger, Exception exception, string userId);
}
