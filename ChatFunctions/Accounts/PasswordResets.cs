using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

internal sealed class PasswordResetFunctions(PasswordResets resets, IOptions<PageOptions> page)
{
    [RequireServer]
    [Function("CreatePasswordReset")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{userId}/password-reset")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        resets.CreateAsync(userId, page.Value.UrlFor(request), cancellationToken).ToResult(reset => TypedResults.Created((string?)null, reset));

    [AllowAnonymous]
    [RateLimit(RateLimit.Credentials)]
    [Function("ResetPassword")]
    public Task<IResult> Reset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "password-reset")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<ResetPasswordRequest, ResetPasswordValidator>(cancellationToken)
            .Then(body => resets.UseAsync(body.Code!, body.NewPassword!, cancellationToken))
            .ToResult(TypedResults.Ok);
}

/// <summary>Sets forgotten passwords with codes that can be used once. Only the hash of a code is stored, in the login's row.</summary>
internal sealed class PasswordResets(UserStore users, AccountService accounts, IOptions<IdentityOptions> identity, Ids ids, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Creates a code, which replaces the previous one.</summary>
    public async Task<Outcome<PasswordReset>> CreateAsync(string userId, string pageUrl, CancellationToken cancellationToken)
    {
        if (await users.ProfileAsync(userId, cancellationToken) is not { } profile)
        {
            return Refusal.UserNotFound;
        }

        if (profile.IdentityProvider is not null)
        {
            return AccountRefusals.ManagedByProvider;
        }

        if (!identity.Value.LocalAccounts)
        {
            return AccountRefusals.LocalAccountsDisabled;
        }

        var secret = ids.NewSecret();
        var code = $"{userId}.{secret}";
        while (await users.LoginAsync(profile.Login, cancellationToken) is { } login && login.UserId == userId)
        {
            (login.ResetHash, login.ResetExpiresAt) = (Hash(secret), clock.GetUtcNow() + Lifetime);
            if (await users.TryReplaceAsync(login, cancellationToken))
            {
                return new PasswordReset(code, $"{pageUrl}/#/reset/{code}", login.ResetExpiresAt.Value);
            }
        }

        return Refusal.UserNotFound;
    }

    /// <summary>Sets the password and ends all sessions. Of concurrent calls with a code, one succeeds.</summary>
    public async Task<Outcome<PasswordResetResult>> UseAsync(string code, string newPassword, CancellationToken cancellationToken)
    {
        if (!identity.Value.LocalAccounts)
        {
            return AccountRefusals.LocalAccountsDisabled;
        }

        if (code.Split('.') is not [var userId, var secret]
            || await users.ProfileAsync(userId, cancellationToken) is not { } profile
            || await users.LoginAsync(profile.Login, cancellationToken) is not { } login
            || !Allows(login, userId, secret)
            || !await accounts.TrySetPasswordAsync(login, newPassword, exceptId: null, cancellationToken))
        {
            return AccountRefusals.InvalidResetCode;
        }

        if (await users.AttemptsAsync(login.Login, CancellationToken.None) is { } attempts)
        {
            await users.TryDeleteAsync(attempts, CancellationToken.None);
        }

        return new PasswordResetResult(login.Login);
    }

    private bool Allows(LoginRow login, string userId, string secret) =>
        login.UserId == userId && login.ResetExpiresAt > clock.GetUtcNow() && CryptographicOperations.FixedTimeEquals(login.ResetHash, Hash(secret));

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>Lets a user set a new password once.</summary>
/// <param name="Code">The code for <c>POST /password-reset</c>, which can't be read again.</param>
/// <param name="Url">A link to the page on which the user sets the password.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record PasswordReset(string Code, string Url, DateTimeOffset ExpiresAt);

/// <summary>Confirms that the password of a login was changed.</summary>
public sealed record PasswordResetResult(string Login);

/// <summary>Body of <c>POST /password-reset</c>.</summary>
public sealed record ResetPasswordRequest(string? Code, string? NewPassword);

internal sealed class ResetPasswordValidator : AbstractValidator<ResetPasswordRequest>
{
    public ResetPasswordValidator()
    {
        RuleFor(request => request.Code).NotEmpty();
        RuleFor(request => request.NewPassword).NewPassword();
    }
}
