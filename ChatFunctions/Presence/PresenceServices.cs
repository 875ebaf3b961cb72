using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Presence;

internal static class PresenceServices
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services
        .AddSingleton<LeaseStore>()
        .AddSingleton<Departures>()
        .AddSingleton<PresenceAnnouncer>()
        .AddSingleton<PresenceService>()
        .AddSingleton<OnlineUsers>()
        .AddSingleton<IValidator<RenewPresenceRequest>, RenewPresenceValidator>();
}
