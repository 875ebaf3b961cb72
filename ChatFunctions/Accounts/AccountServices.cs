using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Accounts.Export;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

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

/// <summary>Settings <c>Chat__TokenKey</c> and beside it.</summary>
internal sealed class TokenOptions
{
    private const int ShortestKey = 32;

    // In Azure keys are Key Vault references, which the app would be given literally, and anybody could guess, while they can't be resolved.
    private const string NoReference = @"(?!@Microsoft\.KeyVault\()[\s\S]*";

    /// <summary>The secret that access tokens are signed with: 32 characters at least.</summary>
    [Required(ErrorMessage = "The setting Chat__TokenKey is missing: a secret of 32 characters or more (openssl rand -base64 32).")]
    [MinLength(ShortestKey, ErrorMessage = "The setting Chat__TokenKey is too short: 32 characters at least.")]
    [RegularExpression(NoReference, ErrorMessage = "The setting Chat__TokenKey is a vault reference that Azure could not resolve.")]
    public string TokenKey { get; set; } = "";

    /// <summary>While keys are rotated, another secret whose tokens are taken too: the next one, then the last one. Null or empty: none.</summary>
    [MinLength(ShortestKey, ErrorMessage = "The setting Chat__OtherTokenKey is too short: 32 characters at least.")]
    [RegularExpression(NoReference, ErrorMessage = "The setting Chat__OtherTokenKey is a vault reference that Azure could not resolve.")]
    public string? OtherTokenKey { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    public SymmetricSecurityKey SigningKey => Key(TokenKey);

    /// <summary>The keys whose tokens are taken.</summary>
    public IEnumerable<SecurityKey> ValidKeys => OtherTokenKey is null ? [SigningKey] : [SigningKey, Key(OtherTokenKey)];

    /// <summary>The id, the token's <c>kid</c>, follows from the key, so that every instance knows the key by the same.</summary>
    private static SymmetricSecurityKey Key(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return new SymmetricSecurityKey(bytes) { KeyId = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 8)) };
    }
}
