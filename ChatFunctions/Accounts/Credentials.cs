using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>
/// Checks a password, and after too many wrong ones in a row locks the login for a while. Nobody is told whether a guess was right
/// unless that guess was settled in storage while the login was open, so guessing in parallel, on however many instances, gains
/// nothing. A login that nobody owns is counted, locked and timed like any other.
/// </summary>
internal sealed class Credentials(UserStore users, Passwords passwords, Ids ids, TimeProvider clock, ILogger<Credentials> logger)
{
    /// <returns>The login's row; 401 <c>invalid_credentials</c>; 429 <c>too_many_attempts</c>.</returns>
    public async Task<Outcome<LoginRow>> CheckAsync(string loginAsTyped, string password, CancellationToken cancellationToken)
    {
        if (!Logins.IsPlausible(loginAsTyped))
        {
            passwords.Verify(hash: null, password);
            return AccountRefusals.InvalidCredentials;
        }

        var login = Logins.Normalise(loginAsTyped);
        var rowRead = users.LoginAsync(login, cancellationToken);
        var attemptsRead = users.AttemptsAsync(login, cancellationToken);
        await Task.WhenAll(rowRead, attemptsRead);
        var (row, attempts) = (await rowRead, await attemptsRead);
        if (Locked(attempts) is { } locked)
        {
            return locked;
        }

        var verified = passwords.Verify(row?.PasswordHash, password);
        if (row is null || verified == PasswordVerificationResult.Failed)
        {
            return await FailAsync(login, row?.UserId, attempts, cancellationToken);
        }

        if (await PassAsync(login, attempts, cancellationToken) is { } refusal)
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

    /// <summary>Checks the password of a user who is logged in.</summary>
    /// <returns>The caller's login; 403 <c>wrong_password</c>; 429 <c>too_many_attempts</c>; 401 when the account is gone.</returns>
    public async Task<Outcome<LoginRow>> CheckAsync(Caller caller, string password, CancellationToken cancellationToken)
    {
        if (await users.ProfileAsync(caller.UserId, cancellationToken) is not { } profile)
        {
            return Refusal.Unauthorized;
        }

        var known = await CheckAsync(profile.Login, password, cancellationToken);
        return known.Refusal == AccountRefusals.InvalidCredentials ? AccountRefusals.WrongPassword : known;
    }

    private async Task<Refusal> FailAsync(string login, string? userId, AttemptsRow? attempts, CancellationToken cancellationToken)
    {
        var guess = ids.NewId();
        using var budget = new RetryBudget(clock, ids);
        while (true)
        {
            var failures = (attempts?.Failures ?? 0) + 1;
            var counted = new AttemptsRow
            {
                PartitionKey = UserKeys.LoginPartition(login),
                RowKey = UserKeys.Attempts,
                ETag = attempts?.ETag ?? default,
                Failures = failures,
                LockedUntil = Lockout.After(failures) is { } lockout ? clock.GetUtcNow() + lockout : null,
                LastGuess = guess,
            };
            if (await users.TryCountAsync(counted, cancellationToken))
            {
                LogFailure(userId, counted);
                return AccountRefusals.InvalidCredentials;
            }

            await budget.DelayOrThrowAsync();
            attempts = await users.AttemptsAsync(login, cancellationToken);
            if (attempts?.LastGuess == guess)
            {
                return AccountRefusals.InvalidCredentials;
            }

            if (Locked(attempts) is { } locked)
            {
                return locked;
            }
        }
    }

    private void LogFailure(string? userId, AttemptsRow counted)
    {
        logger.WrongPassword(userId, counted.Failures);
        if (counted.LockedUntil is { } until)
        {
            logger.LockedOut(userId, counted.Failures, (until - clock.GetUtcNow()).TotalSeconds);
        }
    }

    /// <summary>A right password forgets the wrong ones, unless those in flight at the same time have locked the login meanwhile.</summary>
    private async Task<Refusal?> PassAsync(string login, AttemptsRow? attempts, CancellationToken cancellationToken)
    {
        using var budget = new RetryBudget(clock, ids);
        while (true)
        {
            if (attempts is not null)
            {
                if (await users.TryDeleteAsync(attempts, cancellationToken))
                {
                    return null;
                }

                await budget.DelayOrThrowAsync();
            }

            attempts = await users.AttemptsAsync(login, cancellationToken);
            if (attempts is null || Locked(attempts) is not null)
            {
                return Locked(attempts);
            }
        }
    }

    private Refusal? Locked(AttemptsRow? attempts) =>
        attempts?.LockedUntil - clock.GetUtcNow() is { } left && left > TimeSpan.Zero ? AccountRefusals.TooManyAttempts with { RetryAfter = left } : null;
}

/// <summary>How long a login is locked after a number of wrong passwords in a row.</summary>
internal static class Lockout
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <returns>Null: not yet. From <see cref="Limits.LoginFailures"/> on 1 s, twice as long with each more, 15 minutes at most.</returns>
    public static TimeSpan? After(int failures)
    {
        var beyond = failures - Limits.LoginFailures;
        return beyond switch
        {
            < 0 => null,
            < 10 => First * (1 << beyond),
            _ => Longest,
        };
    }
}

/// <summary>Hashes and checks passwords, with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA-512). Its cost is a setting.</summary>
internal class Passwords
{
    private readonly PasswordHasher<string> _hasher;
    private readonly Lazy<string> _nobodys;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new PasswordHasher<string>(options);
        _nobodys = new Lazy<string>(() => Hash("nobody's password"));
    }

    public string Hash(string password) => _hasher.HashPassword(user: "", password);

    /// <param name="hash">Null where there is no such login: checked all the same, against a hash that nothing matches, to take as long.</param>
    public virtual PasswordVerificationResult Verify(string? hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(user: "", hash ?? _nobodys.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }
}
