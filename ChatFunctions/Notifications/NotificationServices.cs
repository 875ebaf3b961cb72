using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
