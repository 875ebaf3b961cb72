using System.ComponentModel.DataAnnotations;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Chat:Notifications")).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<NotificationStore>()
            .AddSingleton<NotificationService>()
            .AddSingleton<NotificationInbox>()
            .AddSingleton<IValidator<SendNotificationRequest>, SendNotificationValidator>();
    }
}

/// <summary>The section <c>Chat:Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    /// <summary>Days after which a notification is gone, read or not: at once for its user, from storage when the next one comes.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;

    public TimeSpan Retention => TimeSpan.FromDays(RetentionDays);
}

internal static partial class Log
{
    [LoggerMessage(61, LogLevel.Debug, "User {UserId}: notification {NotificationId} stored")]
    public static partial void Notified(this ILogger logger, string userId, string notificationId);

    [LoggerMessage(60, LogLevel.Warning, "User {UserId}: old notifications could not be purged")]
    public static partial void NotPurged(this ILogger logger, Exception exception, string userId);
}
