using ChatFunctions.Http;
using Microsoft.AspNetCore.Identity;

namespace ChatFunctions.Accounts;

/// <summary>Registering, logging in, and who one is.</summary>
internal sealed class AccountService(UserStore users, Sessions sessions, Passwords passwords, Ids ids, TimeProvider clock)
{
    public async Task<Outcome<Session>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var login = Normalise(request.Login!);
        if (await users.LoginAsync(login, cancellationToken) is not null)
        {
            return AccountRefusals.LoginTaken;
        }

        var profile = new ProfileRow
        {
            PartitionKey = UserKeys.UserPartition(ids.NewId()),
            RowKey = UserKeys.Profile,
            Login = login,
            Username = request.Username?.Trim() ?? request.Login!,
            CreatedAt = clock.GetUtcNow(),
        };
        return await users.CreateAsync(profile, passwords.Hash(request.Password!), cancellationToken)
            ? await sessions.OpenAsync(profile, cancellationToken)
            : AccountRefusals.LoginTaken;
    }

    public async Task<Outcome<Session>> LogInAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var login = IsLogin(request.Login!) ? await users.LoginAsync(Normalise(request.Login!), cancellationToken) : null;
        var verified = passwords.Verify(login?.PasswordHash, request.Password!);
        if (login is null || verified == PasswordVerificationResult.Failed || await users.ProfileAsync(login.UserId, cancellationToken) is not { } profile)
        {
            return AccountRefusals.InvalidCredentials;
        }

        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            login.PasswordHash = passwords.Hash(request.Password!);
            await users.TryUpdateLoginAsync(login, cancellationToken);
        }

        return await sessions.OpenAsync(profile, cancellationToken);
    }

    public async Task<Outcome<User>> MeAsync(Caller caller, CancellationToken cancellationToken) =>
        await users.ProfileAsync(caller.UserId, cancellationToken) is { } profile ? profile.ToUser(withLogin: true) : Refusal.Unauthorized;

    private static string Normalise(string login) => login.ToLowerInvariant();

    /// <summary>What can't be a login can't be a key either.</summary>
    private static bool IsLogin(string text) => text.Length <= Limits.LoginMaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');
}
