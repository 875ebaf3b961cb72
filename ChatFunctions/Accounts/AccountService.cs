namespace ChatFunctions.Accounts;

/// <summary>Registering, logging in and staying so, changing the password.</summary>
internal sealed class AccountService(
    UserStore users, UserDirectory directory, Credentials credentials, Sessions sessions, ErasureStore erasures, Passwords passwords, Ids ids, TimeProvider clock, ILogger<AccountService> logger)
{
    public async Task<Outcome<Session>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var login = Logins.Normalise(request.Login!);
        if (await users.LoginAsync(login, cancellationToken) is not null)
        {
            return AccountRefusals.LoginTaken;
        }

        var row = new LoginRow
        {
            PartitionKey = UserKeys.LoginPartition(login),
            RowKey = UserKeys.Login,
            UserId = ids.NewId(),
            PasswordHash = passwords.Hash(request.Password!),
            Username = request.Username?.Trim() ?? request.Login!,
            CreatedAt = clock.GetUtcNow(),
        };
        if (!await users.ClaimAsync(row, cancellationToken))
        {
            return AccountRefusals.LoginTaken;
        }

        var profile = await CompleteAsync(row, cancellationToken);
        logger.Registered(profile.UserId);
        return await sessions.OpenAsync(profile, cancellationToken);
    }

    public async Task<Outcome<Session>> LogInAsync(LoginRequest request, GuessSource source, CancellationToken cancellationToken)
    {
        var known = await credentials.CheckAsync(request.Login!, request.Password!, source, cancellationToken);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        var login = known.Value;
        if (await users.ProfileAsync(login.UserId, cancellationToken) is not { } profile)
        {
            if (await IsGoneAsync(login, cancellationToken))
            {
                return AccountRefusals.InvalidCredentials;
            }

            // Nobody erases it, and an erasure that had ended before that was known would have taken the login along: so it was never complete.
            profile = await CompleteAsync(login, cancellationToken);
            if (await IsGoneAsync(login, CancellationToken.None))
            {
                // Another login has completed it meanwhile, and it was erased after that.
                await users.TryDeleteAsync(profile, CancellationToken.None);
                await directory.RemoveAsync(profile.UserId, profile.Username, CancellationToken.None);
                return AccountRefusals.InvalidCredentials;
            }
        }

        var opened = await sessions.OpenAsync(profile, cancellationToken);

        // Changing the password ends what sessions it finds, so one opened with the old password looks again once it can be found.
        if (opened.Refusal is null && (await users.LoginAsync(login.Login, cancellationToken))?.PasswordVersion != login.PasswordVersion)
        {
            await sessions.EndAsync(opened.Value);
            return AccountRefusals.InvalidCredentials;
        }

        logger.LoggedIn(login.UserId);
        return opened;
    }

    /// <summary>Sets another password and ends every other session.</summary>
    public async Task<Outcome<bool>> ChangePasswordAsync(Caller caller, ChangePasswordRequest request, CancellationToken cancellationToken)
    {
        var known = await credentials.CheckAsync(caller, request.CurrentPassword!, cancellationToken);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        // Before, so that dying half-way leaves the old password to repeat the call with; after, because it kept working until then.
        await sessions.EndAllAsync(caller.UserId, exceptId: caller.SessionId, cancellationToken);
        if (!await SetPasswordAsync(known.Value, passwords.Hash(request.NewPassword!), cancellationToken))
        {
            return AccountRefusals.WrongPassword;
        }

        await sessions.EndAllAsync(caller.UserId, exceptId: caller.SessionId, CancellationToken.None);
        logger.PasswordChanged(caller.UserId);
        return true;
    }

    /// <returns>False: it was changed to another meanwhile.</returns>
    private async Task<bool> SetPasswordAsync(LoginRow login, string hash, CancellationToken cancellationToken)
    {
        var version = login.PasswordVersion;
        for (var row = login; row?.PasswordVersion == version; row = await users.LoginAsync(login.Login, cancellationToken))
        {
            (row.PasswordHash, row.PasswordVersion) = (hash, version + 1);
            if (await users.TryReplaceAsync(row, cancellationToken))
            {
                return true;
            }
        }

        return (await users.LoginAsync(login.Login, cancellationToken))?.PasswordHash == hash;
    }

    /// <summary>Whether the account is being erased, or was.</summary>
    private async Task<bool> IsGoneAsync(LoginRow login, CancellationToken cancellationToken) =>
        await erasures.FindAsync(login.UserId, cancellationToken) is not null || (await users.LoginAsync(login.Login, cancellationToken))?.UserId != login.UserId;

    /// <summary>Makes what a login leads to, unless it is there. The directory comes before the profile, without which nobody is listed.</summary>
    private async Task<ProfileRow> CompleteAsync(LoginRow login, CancellationToken cancellationToken)
    {
        var profile = login.ToProfile();
        await directory.AddAsync(profile.UserId, profile.Username, cancellationToken);
        return await users.TryAddAsync(profile, cancellationToken) ? profile : await users.ProfileAsync(profile.UserId, cancellationToken) ?? profile;
    }
}
