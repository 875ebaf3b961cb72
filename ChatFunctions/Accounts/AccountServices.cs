using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Accounts;

internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<PasswordHasherOptions>(configuration.GetSection("Chat:Passwords"));
        return services
            .AddSingleton<Passwords>()
            .AddSingleton<Credentials>()
            .AddSingleton<UserStore>()
            .AddSingleton<UserDirectory>()
            .AddSingleton<UserSearch>()
            .AddSingleton<ProfileService>()
            .AddSingleton<SessionStore>()
            .AddSingleton<Sessions>()
            .AddSingleton<Registration>()
            .AddSingleton<AccountService>()
            .AddSingleton<IExternalUsers, ExternalUsers>()
            .AddSingleton<IActingUsers, ActingUsers>()
            .AddSingleton<ManagedUsers>()
            .AddSingleton<PasswordResets>()
            .AddSingleton<ErasureStore>()
            .AddSingleton<MemberNames>()
            .AddSingleton<Blocks>()
            .AddSingleton<ContactRules>();
    }
}
