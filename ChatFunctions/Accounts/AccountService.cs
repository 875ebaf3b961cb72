using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Registration, login and change of password.</summary>
internal sealed class AccountService(
    UserStore users, Registration registration, Credentials credentials, Sessions sessions, Passwords passwords, IOptions<IdentityOptions> identity, ILogger<AccountService> logger)
{
    public async Task<Outcome<Session>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        if (!identity.Value.LocalAccounts)
        {
            return AccountRefusals.LocalAccountsDisabled;
        }

        var login = Logins.Normalise(request.Login!);
        if (await users.LoginAsync(login, cancellationToken) is not null)
        {
            return AccountRefusals.LoginTaken;
        }

        var row = new LoginRow { PasswordHash = passwords.Hash(request.Password!), Username = request.Username?.Trim() ?? request.Login! };
        return await registration.RegisterAsync(login, row, cancellationToken) is { } profile
            ? await sessions.OpenAsync(profile, cancellationToken)
            : AccountRefusals.LoginTaken;
    }

    public async Task<Outcome<Session>> LogInAsync(LoginRequest request, GuessSource source, CancellationToken cancellationToken)
    {
        if (!identity.Value.LocalAccounts)
        {
            return AccountRefusals.LocalAccountsDisabled;
        }

        var known = await credentials.CheckAsync(request.Login!, request.Password!, source, cancellationToken);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        var login = known.Value;
        if (await registration.ProfileAsync(login, cancellationToken) is not { } profile)
        {
            return AccountRefusals.InvalidCredentials;
        }

        var opened = await sessions.OpenAsync(profile, cancellationToken);

        // A concurrent change of the password may have missed this session, so check the password's version again.
        if (opened.Refusal is null && (await users.LoginAsync(login.Login, cancellationToken))?.PasswordVersion != login.PasswordVersion)
        {
            await sessions.EndAsync(opened.Value);
            return AccountRefusals.InvalidCredentials;
        }

        logger.LoggedIn(login.UserId);
        return opened;
    }

    /// <summary>Changes the password and ends the user's other sessions.</summary>
    public async Task<Outcome<bool>> ChangePasswordAsync(Caller caller, ChangePasswordRequest request, CancellationToken cancellationToken)
    {
        if (caller.IsExternal)
        {
            return AccountRefusals.ManagedByProvider;
        }

        if (!identity.Value.LocalAccounts)
        {
            return AccountRefusals.LocalAccountsDisabled;
        }

        var known = await credentials.CheckAsync(caller, request.CurrentPassword!, cancellationToken);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        return await TrySetPasswordAsync(known.Value, request.NewPassword!, exceptId: caller.SessionId, cancellationToken) ? true : AccountRefusals.WrongPassword;
    }

    /// <summary>Sets a password and ends the user's sessions but one; null: all.</summary>
    /// <returns>False: a concurrent call has changed the password since the row was read.</returns>
    public async Task<bool> TrySetPasswordAsync(LoginRow login, string password, string? exceptId, CancellationToken cancellationToken)
    {
        // Before the change, so that an interrupted call can be repeated; after it, because the old password worked until then.
        await sessions.EndAllExceptAsync(login.UserId, exceptId, cancellationToken);
        if (!await users.TrySetPasswordAsync(login, passwords.Hash(password), cancellationToken))
        {
            return false;
        }

        await sessions.EndAllExceptAsync(login.UserId, exceptId, CancellationToken.None);
        logger.PasswordChanged(login.UserId);
        return true;
    }
}

/// <summary>Creates accounts: first the row that claims the login, then the directory's rows, then the profile.</summary>
internal sealed class Registration(UserStore users, UserDirectory directory, Ids ids, TimeProvider clock, ILogger<Registration> logger)
{
    /// <param name="row">What the account has besides its login and new id.</param>
    /// <returns>The profile; null: another user owns the login.</returns>
    public async Task<ProfileRow?> RegisterAsync(string login, LoginRow row, CancellationToken cancellationToken)
    {
        (row.PartitionKey, row.RowKey, row.UserId, row.CreatedAt) = (UserKeys.LoginPartition(login), UserKeys.Login, ids.NewId(), clock.GetUtcNow());
        if (!await users.ClaimAsync(row, cancellationToken))
        {
            return null;
        }

        var profile = await CompleteAsync(row, cancellationToken);
        logger.Registered(profile.UserId);
        return profile;
    }

    /// <summary>The profile of a login's owner, for whom an account is created if there is none. Of concurrent calls, one creates it.</summary>
    /// <param name="create">What the account has besides its login and new id; null: it must not be created.</param>
    public async Task<(ProfileRow? Profile, bool IsNew)> FindOrRegisterAsync(string login, Func<Task<LoginRow?>> create, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await users.LoginAsync(login, cancellationToken) is { } found)
            {
                return (await ProfileAsync(found, cancellationToken), IsNew: false);
            }

            var row = await create();
            var profile = row is null ? null : await RegisterAsync(login, row, cancellationToken);
            if (row is null || profile is not null)
            {
                return (profile, IsNew: profile is not null);
            }
        }
    }

    /// <summary>The profile of a login's owner. An interrupted registration is completed.</summary>
    /// <returns>Null: the account is being erased, or was.</returns>
    public async Task<ProfileRow?> ProfileAsync(LoginRow login, CancellationToken cancellationToken)
    {
        if (await users.ProfileAsync(login.UserId, cancellationToken) is { } present)
        {
            return present;
        }

        if (await IsGoneAsync(login, cancellationToken))
        {
            return null;
        }

        // Neither is it being erased nor was it erased, because that would have deleted the login: the registration was interrupted.
        var profile = await CompleteAsync(login, cancellationToken);
        if (await IsGoneAsync(login, CancellationToken.None))
        {
            // A concurrent call completed it, and then it was erased.
            await users.TryDeleteAsync(profile, CancellationToken.None);
            await directory.RemoveAsync(profile.UserId, profile.Username, CancellationToken.None);
            return null;
        }

        return profile;
    }

    /// <summary>Whether the account is being erased, or was.</summary>
    private async Task<bool> IsGoneAsync(LoginRow login, CancellationToken cancellationToken) =>
        await users.ErasureAsync(login.UserId, cancellationToken) is not null || (await users.LoginAsync(login.Login, cancellationToken))?.UserId != login.UserId;

    /// <summary>Creates the missing rows of an account: first the directory's, then the profile, without which the user isn't listed.</summary>
    private async Task<ProfileRow> CompleteAsync(LoginRow login, CancellationToken cancellationToken)
    {
        var profile = login.ToProfile();
        await directory.AddAsync(profile.UserId, profile.Username, cancellationToken);
        return await users.TryAddAsync(profile, cancellationToken) ? profile : await users.ProfileAsync(profile.UserId, cancellationToken) ?? profile;
    }
}
