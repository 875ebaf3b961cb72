using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>The rows that make somebody a user: login, profile and wrong guesses. What "try" means, see <see cref="TableRows"/>.</summary>
internal sealed class UserStore(ChatTables tables)
{
    private const int RowsAtOnce = 200;

    public Task<LoginRow?> LoginAsync(string login, CancellationToken cancellationToken) =>
        tables.Users(UserKeys.LoginPartition(login)).FindAsync<LoginRow>(UserKeys.LoginPartition(login), UserKeys.Login, cancellationToken);

    public Task<AttemptsRow?> AttemptsAsync(string login, CancellationToken cancellationToken) =>
        tables.Users(UserKeys.LoginPartition(login)).FindAsync<AttemptsRow>(UserKeys.LoginPartition(login), UserKeys.Attempts, cancellationToken);

    public Task<ProfileRow?> ProfileAsync(string userId, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<ProfileRow>(UserKeys.UserPartition(userId), UserKeys.Profile, cancellationToken);

    /// <returns>False: somebody else owns the login.</returns>
    public async Task<bool> ClaimAsync(LoginRow login, CancellationToken cancellationToken) =>
        await tables.Users(login.PartitionKey).TryAddAsync(login, cancellationToken)
        || (await LoginAsync(login.Login, cancellationToken))?.UserId == login.UserId;

    public Task<bool> TryReplaceAsync(LoginRow login, CancellationToken cancellationToken) => tables.Users(login.PartitionKey).TryReplaceAsync(login, cancellationToken);

    public Task<bool> TryReplaceAsync(ProfileRow profile, CancellationToken cancellationToken) => tables.Users(profile.PartitionKey).TryReplaceAsync(profile, cancellationToken);

    public Task<bool> TryDeleteAsync(Row row, CancellationToken cancellationToken) => tables.Users(row.PartitionKey).TryDeleteAsync(row, cancellationToken);

    public Task<bool> TryAddAsync(ProfileRow profile, CancellationToken cancellationToken) =>
        tables.Users(profile.PartitionKey).TryAddAsync(profile, cancellationToken);

    /// <summary>Counts a guess if nobody has counted another since it was read.</summary>
    public Task<bool> TryCountAsync(AttemptsRow attempts, CancellationToken cancellationToken) => attempts.ETag == default
        ? tables.Users(attempts.PartitionKey).TryAddAsync(attempts, cancellationToken)
        : tables.Users(attempts.PartitionKey).TryReplaceAsync(attempts, cancellationToken);

    /// <summary>Removes everything in a user's partition, some at a time.</summary>
    public async Task RemoveAllAsync(string userId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)}");
        while (await tables.User(userId).TakeAsync<AnyRow>(filter, RowsAtOnce, cancellationToken) is { Count: > 0 } rows)
        {
            await rows.ForEachParallelAsync((row, token) => tables.Users(row.PartitionKey).DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token), cancellationToken);
        }
    }

    /// <summary>Frees a login, if it is still this user's.</summary>
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

    private sealed class AnyRow : Row;
}

/// <summary>
/// Writes rows into a user's partition only while the user's profile is there. Erasing an account begins with deleting the profile, so
/// nothing written this way can come after what erases it.
/// </summary>
internal sealed class ProfileGuard(ChatTables tables)
{
    /// <param name="rows">Rows of one user's partition.</param>
    /// <param name="cancellationToken">Ends it before it has begun.</param>
    /// <returns>False: there is no such user, or not any more.</returns>
    public async Task<bool> TryUpsertAsync(IReadOnlyList<Row> rows, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Users(rows[0].PartitionKey).SubmitTransactionAsync(
                [Check(rows[0].PartitionKey), .. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>For a transaction of one's own: it fails with 404 where the user of this partition isn't there.</summary>
    public static TableTransactionAction Check(string userPartition) =>
        new(TableTransactionActionType.UpdateMerge, new Presence { PartitionKey = userPartition, RowKey = UserKeys.Profile }, ETag.All);

    /// <summary>Merging nothing into a row changes nothing and fails where there is no row.</summary>
    private sealed class Presence : Row;
}
