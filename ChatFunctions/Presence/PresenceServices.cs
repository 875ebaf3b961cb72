using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Presence;

internal static class PresenceServices
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services
        .AddSingleton<LeaseStore>()
        .AddSingleton<ExpiredLeases>()
        .AddSingleton<PresenceAnnouncer>()
        .AddSingleton<PresenceService>()
        .AddSingleton<OnlineUsers>()
        .AddSingleton<IValidator<RenewPresenceRequest>, RenewPresenceValidator>();
}

internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Warning, "User {UserId} is online, but who came and went could not be found out")]
    public static partial void NotAnnounced(this ILogger logger, Exception exception, string userId);

    [LoggerMessage(41, LogLevel.Warning, "User {UserId} is online, but whether that user hears only rooms to be heard could not be found out yet")]
    public static partial void NotChecked(this ILogger logger, Exception exception, string userId);

    [LoggerMessage(42, LogLevel.Warning, "User {UserId} is online, but reading the heads of rooms failed; the next heartbeat tries again")]
    public static partial void HeadsUnknown(this ILogger logger, Exception exception, string userId);
}
