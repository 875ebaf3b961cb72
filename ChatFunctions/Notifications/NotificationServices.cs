using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Notifications;

internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Chat:Notifications")).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<NotificationStore>()
            .AddSingleton<NotificationService>();
    }
}

/// <summary>The section <c>Chat:Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    /// <summary>Days after which a notification expires. It is hidden immediately, and deleted by the next cleanup.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;

    public TimeSpan Retention => TimeSpan.FromDays(RetentionDays);
}

internal static partial class LogMessages
{
    [LoggerMessage(61, LogLevel.Debug, "User {UserId}: notification {NotificationId} stored")]
    public static partial void Notified(this ILogger logger, string userId, string notificationId);
}
