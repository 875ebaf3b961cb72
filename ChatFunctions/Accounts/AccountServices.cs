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
            .AddSingleton<IValidator<ResetPasswordRequest>, ResetPasswordValidator>()
            .AddSingleton<IValidator<PutUserRequest>, PutUserValidator>()
            .AddSingleton<IValidator<PutUsersRequest>, PutUsersValidator>()
            .AddSingleton<ErasureStore>()
            .AddSingleton<MemberNames>()
            .AddSingleton<Blocks>()
            .AddSingleton<ContactRules>()
            .AddSingleton<IValidator<RegisterRequest>, RegisterValidator>()
            .AddSingleton<IValidator<LoginRequest>, LoginValidator>()
            .AddSingleton<IValidator<RefreshRequest>, RefreshValidator>()
            .AddSingleton<IValidator<ChangeMeRequest>, ChangeMeValidator>()
            .AddSingleton<IValidator<ChangePasswordRequest>, ChangePasswordValidator>();
    }
}
