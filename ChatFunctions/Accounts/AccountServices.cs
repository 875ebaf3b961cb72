using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Accounts.Export;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Accounts;

internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TokenOptions>().Bind(configuration.GetSection("Chat")).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<PasswordHasherOptions>(configuration.GetSection("Chat:Passwords"));
        return services
            .AddSingleton<AccessTokens>()
            .AddSingleton<Passwords>()
            .AddSingleton<Credentials>()
            .AddSingleton<UserStore>()
            .AddSingleton<UserDirectory>()
            .AddSingleton<UserSearch>()
            .AddSingleton<ProfileService>()
            .AddSingleton<SessionStore>()
            .AddSingleton<Sessions>()
            .AddSingleton<AccountService>()
            .AddSingleton<OwnData>()
            .AddSingleton<AccountExport>()
            .AddSingleton<ErasureStore>()
            .AddSingleton<RoomErasure>()
            .AddSingleton<AccountErasure>()
            .AddSingleton<IValidator<RegisterRequest>, RegisterValidator>()
            .AddSingleton<IValidator<LoginRequest>, LoginValidator>()
            .AddSingleton<IValidator<RefreshRequest>, RefreshValidator>()
            .AddSingleton<IValidator<RenameRequest>, RenameValidator>()
            .AddSingleton<IValidator<ChangePasswordRequest>, ChangePasswordValidator>()
            .AddSingleton<IValidator<EraseRequest>, EraseValidator>();
    }
}
