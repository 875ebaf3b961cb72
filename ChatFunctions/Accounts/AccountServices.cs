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
            .AddSingleton<UserStore>()
            .AddSingleton<Sessions>()
            .AddSingleton<AccountService>()
            .AddSingleton<IValidator<RegisterRequest>, RegisterValidator>()
            .AddSingleton<IValidator<LoginRequest>, LoginValidator>();
    }
}
