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
            .AddSingleton<ProfileService>()
            .AddSingleton<Sessions>()
            .AddSingleton<Registration>()
            .AddSingleton<AccountService>()
            .AddSingleton<ICallers, Callers>()
            .AddSingleton<ManagedUsers>()
            .AddSingleton<PasswordResets>()
            .AddSingleton<Blocks>()
            .AddSingleton<ContactRules>();
    }
}

/// <summary>Log entries contain user ids, never logins or names.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Information, "User {UserId}: registered")]
    public static partial void Registered(this ILogger logger, string userId);

    [LoggerMessage(101, LogLevel.Information, "User {UserId}: logged in")]
    public static partial void LoggedIn(this ILogger logger, string userId);

    [LoggerMessage(102, LogLevel.Information, "User {UserId}: a wrong password, {Failures} in a row")]
    public static partial void WrongPassword(this ILogger logger, string? userId, int failures);

    [LoggerMessage(103, LogLevel.Warning, "User {UserId}: {Seconds} s until the next guess, after {Failures} wrong passwords in a row from one source")]
    public static partial void LockedOut(this ILogger logger, string? userId, int failures, double seconds);

    [LoggerMessage(104, LogLevel.Warning, "User {UserId}: session {SessionId} ended because its refresh token was reused or has expired")]
    public static partial void RefreshRefused(this ILogger logger, string userId, string sessionId);

    [LoggerMessage(105, LogLevel.Information, "User {UserId}: changed the password")]
    public static partial void PasswordChanged(this ILogger logger, string userId);

    [LoggerMessage(106, LogLevel.Information, "User {UserId}: erased, {Rooms} rooms notified, in {Milliseconds:0} ms")]
    public static partial void Erased(this ILogger logger, string userId, int rooms, double milliseconds);

    [LoggerMessage(107, LogLevel.Warning, "User {UserId}: erasure incomplete after {Milliseconds:0} ms ({Code})")]
    public static partial void ErasureUnfinished(this ILogger logger, string userId, string code, double milliseconds);

    [LoggerMessage(108, LogLevel.Information, "User {UserId}: deactivated is {Deactivated}")]
    public static partial void Deactivated(this ILogger logger, string userId, bool deactivated);
}
