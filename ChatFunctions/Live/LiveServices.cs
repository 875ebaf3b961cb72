using System.Threading.RateLimiting;

namespace ChatFunctions.Live;

internal static class LiveServices
{
    /// <summary>Events of connections that open or close that an instance handles concurrently; the others wait.</summary>
    public const int ConcurrentEvents = 8;

    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<LiveRooms>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<LiveCircuitBreaker>(provider, provider.GetRequiredService<SignalRHealthCheck>()))
        .AddHostedService(provider => provider.GetRequiredService<LiveCircuitBreaker>())
        .AddSingleton<RoomHeads>()
        .AddSingleton<TypingThrottle>()
        .AddSingleton<LeaseStore>()
        .AddSingleton<ExpiredLeases>()
        .AddSingleton<PresenceService>()
        .AddSingleton<SessionTickets>()
        .AddKeyedSingleton(
            nameof(RealtimeFunctions), (_, _) => new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = ConcurrentEvents, QueueLimit = int.MaxValue }))
        .AddSingleton<LiveConnections>()
        .AddSingleton<EndedConnections>()
        .AddSingleton<ISessionEndHandler>(provider => provider.GetRequiredService<EndedConnections>());
}

internal static partial class LogMessages
{
    [LoggerMessage(40, LogLevel.Warning, "User {UserId} is online, but presence changes could not be announced")]
    public static partial void NotAnnounced(this ILogger logger, Exception exception, string userId);

    [LoggerMessage(41, LogLevel.Warning, "User {UserId}: group membership check failed; the next heartbeat retries")]
    public static partial void NotChecked(this ILogger logger, Exception exception, string userId);

    [LoggerMessage(42, LogLevel.Warning, "User {UserId} is online, but reading the heads of rooms failed; the next heartbeat tries again")]
    public static partial void HeadsUnknown(this ILogger logger, Exception exception, string userId);
}
