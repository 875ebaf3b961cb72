using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>
/// Checks passwords and locks out sources of failed guesses: see <see cref="Lockout"/>. A result is given only after the guess was counted in
/// storage, so guessing concurrently on several instances gains nothing. An unknown login is counted, locked and timed like any other.
/// </summary>
internal sealed class Credentials(UserStore users, Passwords passwords, Ids ids, TimeProvider clock, ILogger<Credentials> logger)
{
    /// <returns>The login's row; 401 <c>invalid_credentials</c>; 429 <c>too_many_attempts</c>.</returns>
    public async Task<Outcome<LoginRow>> CheckAsync(string loginAsTyped, string password, GuessSource source, CancellationToken cancellationToken)
    {
        if (!Logins.IsPlausible(loginAsTyped))
        {
            passwords.Verify(hash: null, password);
            return AccountRefusals.InvalidCredentials;
        }

        var login = Logins.Normalise(loginAsTyped);
        var (row, attempts) = await BoundedRequests.BothAsync(users.LoginAsync(login, cancellationToken), users.AttemptsAsync(login, cancellationToken));
        if (Locked(attempts, login, source) is { } locked)
        {
            return locked;
        }

        var verified = passwords.Verify(row?.PasswordHash, password);
        if (row is null || verified == PasswordVerificationResult.Failed)
        {
            return await FailAsync(login, source, row?.UserId, attempts, cancellationToken);
        }

        if (await PassAsync(login, source, attempts, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            row.PasswordHash = passwords.Hash(password);
            await users.TryReplaceAsync(row, cancellationToken);
        }

        return row;
    }

    /// <summary>Checks the password of a user who is logged in. Only the session's own wrong passwords lock it.</summary>
    /// <returns>The caller's login; 403 <c>wrong_password</c>; 429 <c>too_many_attempts</c>; 401 when the account is gone.</returns>
    public async Task<Outcome<LoginRow>> CheckAsync(Caller caller, string password, CancellationToken cancellationToken)
    {
        if (await users.ProfileAsync(caller.UserId, cancellationToken) is not { } profile)
        {
            return Refusal.Unauthorized;
        }

        var known = await CheckAsync(profile.Login, password, GuessSource.Session(caller.SessionId), cancellationToken);
        return known.Refusal == AccountRefusals.InvalidCredentials ? AccountRefusals.WrongPassword : known;
    }

    private async Task<Refusal> FailAsync(string login, GuessSource source, string? userId, AttemptsRow? attempts, CancellationToken cancellationToken)
    {
        var guess = ids.NewId();
        using var budget = new RetryBudget(clock, ids);
        while (true)
        {
            var (counted, failures) = Lockout.Add(attempts, login, source, guess, clock.GetUtcNow());
            if (await users.TryWriteAsync(counted, cancellationToken))
            {
                logger.WrongPassword(userId, failures);
                if (Locked(counted, login, source)?.RetryAfter is { } wait)
                {
                    logger.LockedOut(userId, failures, wait.TotalSeconds);
                }

                return AccountRefusals.InvalidCredentials;
            }

            await budget.DelayOrThrowAsync();
            attempts = await users.AttemptsAsync(login, cancellationToken);
            if (attempts?.LastGuess == guess)
            {
                return AccountRefusals.InvalidCredentials;
            }

            if (Locked(attempts, login, source) is { } locked)
            {
                return locked;
            }
        }
    }

    /// <summary>Resets the source's failures after a correct password, unless concurrent guesses have locked it.</summary>
    private async Task<Refusal?> PassAsync(string login, GuessSource source, AttemptsRow? attempts, CancellationToken cancellationToken)
    {
        using var budget = new RetryBudget(clock, ids);
        for (var isRead = false; ; isRead = true)
        {
            if (isRead && Locked(attempts, login, source) is { } locked)
            {
                return locked;
            }

            if (attempts is not null && Lockout.Forget(attempts, login, source))
            {
                var isEmpty = attempts.Sources is null && !(attempts.ForgottenAt > clock.GetUtcNow());
                if (isEmpty ? await users.TryDeleteAsync(attempts, cancellationToken) : await users.TryWriteAsync(attempts, cancellationToken))
                {
                    return null;
                }

                await budget.DelayOrThrowAsync();
            }
            else if (isRead)
            {
                return null;
            }

            attempts = await users.AttemptsAsync(login, cancellationToken);
        }
    }

    private Refusal? Locked(AttemptsRow? attempts, string login, GuessSource source) =>
        Lockout.Wait(attempts, login, source, clock.GetUtcNow()) is { Ticks: > 0 } wait ? AccountRefusals.TooManyAttempts with { RetryAfter = wait } : null;
}

/// <summary>Hashes and checks passwords in Unicode NFC, with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA-512). Its cost is a setting.</summary>
internal class Passwords
{
    private readonly PasswordHasher<string> _hasher;
    private readonly Lazy<string> _nobodys;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new PasswordHasher<string>(options);
        _nobodys = new Lazy<string>(() => Hash("nobody's password"));
    }

    public string Hash(string password) => _hasher.HashPassword(user: "", NormalForm.Compose(password));

    /// <param name="hash">Null if there is no such login; then a hash that nothing matches is verified, to take as long.</param>
    public virtual PasswordVerificationResult Verify(string? hash, string password)
    {
        var (stored, composed) = (hash ?? _nobodys.Value, NormalForm.Compose(password));
        var result = _hasher.VerifyHashedPassword(user: "", stored, composed);
        if (result == PasswordVerificationResult.Failed && composed != password && _hasher.VerifyHashedPassword(user: "", stored, password) != PasswordVerificationResult.Failed)
        {
            // It was hashed as it was typed, before passwords were normalized.
            result = PasswordVerificationResult.SuccessRehashNeeded;
        }

        return hash is null ? PasswordVerificationResult.Failed : result;
    }
}
