using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>The rows that make somebody a user: login, profile and wrong guesses. What "try" means, see <see cref="TableRows"/>.</summary>
internal sealed class UserStore(ChatTables tables)
{
    public Task<LoginRow?> LoginAsync(string login, CancellationToken cancellationToken) =>
        tables.Users.FindAsync<LoginRow>(UserKeys.LoginPartition(login), UserKeys.Login, cancellationToken);

    public Task<AttemptsRow?> AttemptsAsync(string login, CancellationToken cancellationToken) =>
        tables.Users.FindAsync<AttemptsRow>(UserKeys.LoginPartition(login), UserKeys.Attempts, cancellationToken);

    public Task<ProfileRow?> ProfileAsync(string userId, CancellationToken cancellationToken) =>
        tables.Users.FindAsync<ProfileRow>(UserKeys.UserPartition(userId), UserKeys.Profile, cancellationToken);

    /// <returns>False: somebody else owns the login.</returns>
    public async Task<bool> ClaimAsync(LoginRow login, CancellationToken cancellationToken) =>
        await tables.Users.TryAddAsync(login, cancellationToken)
        || (await LoginAsync(login.Login, cancellationToken))?.UserId == login.UserId;

    public Task<bool> TryReplaceAsync(LoginRow login, CancellationToken cancellationToken) => tables.Users.TryReplaceAsync(login, cancellationToken);

    public Task<bool> TryReplaceAsync(ProfileRow profile, CancellationToken cancellationToken) => tables.Users.TryReplaceAsync(profile, cancellationToken);

    public Task<bool> TryDeleteAsync(Row row, CancellationToken cancellationToken) => tables.Users.TryDeleteAsync(row, cancellationToken);

    public Task PutAsync(ProfileRow profile, CancellationToken cancellationToken) =>
        tables.Users.UpsertEntityAsync(profile, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Counts a guess if nobody has counted another since it was read.</summary>
    public Task<bool> TryCountAsync(AttemptsRow attempts, CancellationToken cancellationToken) => attempts.ETag == default
        ? tables.Users.TryAddAsync(attempts, cancellationToken)
        : tables.Users.TryReplaceAsync(attempts, cancellationToken);
}
