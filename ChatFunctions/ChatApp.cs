using System.Runtime.CompilerServices;
using ChatFunctions.Accounts;
using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Attachments;
using ChatFunctions.Cleanup;
using ChatFunctions.Live;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.Rooms;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions;

/// <summary>The app's table of contents.</summary>
internal static class ChatApp
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        // The worker sends each log entry to the Functions host, so leave out the framework's entries for each request.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.UseMiddleware<InvocationTelemetry>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<RoomIdMiddleware>();
        builder.UseMiddleware<LiveOutputMiddleware>();
        builder.Services.AddChat(builder.Configuration);
        return builder;
    }

    private static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration) => services
        .AddClock()
        .AddTelemetry(configuration)
        .AddStorage(configuration)
        .AddHttp(configuration)
        .AddAccounts(configuration)
        .AddRoomLog()
        .AddRooms()
        .AddAttachments()
        .AddMessages()
        .AddLive()
        .AddNotifications(configuration)
        .AddSingleton<AccountErasure>()
        .AddSingleton<CleanupMetrics>()
        .AddSingleton<Sweep>();

    private static IServiceCollection AddClock(this IServiceCollection services) => services
#pragma warning disable RS0030 // The one place where the system's clock comes in.
        .AddSingleton(TimeProvider.System)
#pragma warning restore RS0030
        .AddSingleton<Ids>();
}
