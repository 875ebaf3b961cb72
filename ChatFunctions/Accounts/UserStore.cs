using Azure;

namespace ChatFunctions.Accounts;

/// <summary>The rows of an account: login, profile, failed guesses and the marker of its erasure. For the results of "Try" methods see <see cref="TableRows"/>.</summary>
internal sealed class UserStore(ChatTables tables)
{
    private const int RowsAtOnce = 200;

    public Task<LoginRow?> LoginAsync(string login, CancellationToken cancellationToken) =>
        tables.Users(UserKeys.LoginPartition(login)).FindAsync<LoginRow>(UserKeys.LoginPartition(login), UserKeys.Login, cancellationToken);

    public Task<AttemptsRow?> AttemptsAsync(string login, CancellationToken cancellationToken) =>
        tables.Users(UserKeys.LoginPartition(login)).FindAsync<AttemptsRow>(UserKeys.LoginPartition(login), UserKeys.Attempts, cancellationToken);

    /// <returns>Null if there is no such user, or if the text can't be an id.</returns>
    public async Task<ProfileRow?> ProfileAsync(string userId, CancellationToken cancellationToken)
    {
        var profile = Ids.IsPlausible(userId) ? await tables.User(userId).FindAsync<ProfileRow>(UserKeys.UserPartition(userId), UserKeys.Profile, cancellationToken) : null;
        await tables.PrepareAddressesAsync([profile], cancellationToken);
        return profile;
    }

    /// <returns>False: another user owns the login.</returns>
    public async Task<bool> ClaimAsync(LoginRow login, CancellationToken cancellationToken) =>
        await tables.Users(login.PartitionKey).TryAddAsync(login, cancellationToken)
        || (await LoginAsync(login.Login, cancellationToken))?.UserId == login.UserId;

    public Task<bool> TryReplaceAsync<T>(T row, CancellationToken cancellationToken)
        where T : Row => tables.Users(row.PartitionKey).TryReplaceAsync(row, cancellationToken);

    /// <summary>Sets the password and cancels a reset code.</summary>
    /// <returns>False: a concurrent call has changed the password since the row was read.</returns>
    public async Task<bool> TrySetPasswordAsync(LoginRow login, string hash, CancellationToken cancellationToken)
    {
        var version = login.PasswordVersion;
        for (var row = login; row?.PasswordVersion == version; row = await LoginAsync(login.Login, cancellationToken))
        {
            (row.PasswordHash, row.PasswordVersion, row.ResetHash, row.ResetExpiresAt) = (hash, version + 1, null, null);
            if (await TryReplaceAsync(row, cancellationToken))
            {
                return true;
            }
        }

        // The first attempt may have succeeded although its response was lost.
        return (await LoginAsync(login.Login, cancellationToken))?.PasswordHash == hash;
    }

    /// <summary>Changes a profile, and tries again after a concurrent change.</summary>
    /// <returns>The changed profile; null if there is no such user.</returns>
    public async Task<ProfileRow?> ChangeAsync(string userId, Func<ProfileRow, ProfileRow> change, CancellationToken cancellationToken)
    {
        while (await ProfileAsync(userId, cancellationToken) is { } profile)
        {
            var changed = change(profile);
            if (changed == profile || await TryReplaceAsync(changed, cancellationToken))
            {
                return changed;
            }
        }

        return null;
    }

    public Task<bool> TryDeleteAsync(Row row, CancellationToken cancellationToken) => tables.Users(row.PartitionKey).TryDeleteAsync(row, cancellationToken);

    public Task<bool> TryAddAsync(ProfileRow profile, CancellationToken cancellationToken) =>
        tables.Users(profile.PartitionKey).TryAddAsync(profile, cancellationToken);

    /// <summary>Writes failed guesses unless they have changed since they were read.</summary>
    public Task<bool> TryWriteAsync(AttemptsRow attempts, CancellationToken cancellationToken) => attempts.ETag == default
        ? tables.Users(attempts.PartitionKey).TryAddAsync(attempts, cancellationToken)
        : tables.Users(attempts.PartitionKey).TryReplaceAsync(attempts, cancellationToken);

    /// <summary>Removes all rows of a user's partition, in batches.</summary>
    public async Task RemoveAllAsync(string userId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)}");
        while (await tables.User(userId).TakeAsync<AnyRow>(filter, RowsAtOnce, cancellationToken) is { Count: > 0 } rows)
        {
            await rows.ForEachParallelAsync((row, token) => tables.Users(row.PartitionKey).DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token), cancellationToken);
        }
    }

    /// <summary>Frees a login if it belongs to this user.</summary>
    public async Task FreeAsync(string login, string userId, CancellationToken cancellationToken)
    {
        while (await LoginAsync(login, cancellationToken) is { } row && row.UserId == userId)
        {
            await tables.Users(row.PartitionKey).DeleteEntityAsync(row.PartitionKey, UserKeys.Attempts, ETag.All, cancellationToken);
            if (await TryDeleteAsync(row, cancellationToken))
            {
                return;
            }
        }
    }

    public Task<ErasureRow?> ErasureAsync(string userId, CancellationToken cancellationToken) =>
        tables.Directory.FindAsync<ErasureRow>(ErasureRow.Partition, userId, cancellationToken);

    /// <summary>Unfinished erasures that were last continued before a time.</summary>
    public Task<List<ErasureRow>> UnfinishedErasuresAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => tables.Directory.TakeAsync<ErasureRow>(
        TableClient.CreateQueryFilter($"PartitionKey eq {ErasureRow.Partition} and TakenUpAt lt {before}"), most, cancellationToken);

    public Task PutAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        tables.Directory.UpsertEntityAsync(erasure, TableUpdateMode.Replace, cancellationToken);

    public Task RemoveErasureAsync(string userId, CancellationToken cancellationToken) =>
        tables.Directory.DeleteEntityAsync(ErasureRow.Partition, userId, ETag.All, cancellationToken);

    private sealed record AnyRow : Row;
}

/// <summary>Users by name.</summary>
internal sealed class UserDirectory(UserStore users, ChatTables tables, TimeProvider clock) : NameIndex(Partition, tables, clock)
{
    public const string Partition = "users";

    protected override async Task<string?> PresentNameAsync(string id, CancellationToken cancellationToken) =>
        (await users.ProfileAsync(id, cancellationToken))?.Username;
}
