using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>The rows of users, except their lists of rooms.</summary>
internal sealed class UserStore(ChatTables tables)
{
    public Task<LoginRow?> LoginAsync(string login, CancellationToken cancellationToken) =>
        FindAsync<LoginRow>(UserKeys.LoginPartition(login), UserKeys.Login, cancellationToken);

    public Task<ProfileRow?> ProfileAsync(string userId, CancellationToken cancellationToken) =>
        FindAsync<ProfileRow>(UserKeys.UserPartition(userId), UserKeys.Profile, cancellationToken);

    /// <summary>
    /// Makes a user. What the login will point to is written first, so that a login always leads to a whole account; an account that
    /// no login points to, left behind by a crash, is reachable by nobody.
    /// </summary>
    /// <returns>False: somebody owns the login.</returns>
    public async Task<bool> CreateAsync(ProfileRow profile, string passwordHash, CancellationToken cancellationToken)
    {
        await tables.Users.UpsertEntityAsync(profile, TableUpdateMode.Replace, cancellationToken);
        if (await ClaimLoginAsync(profile, passwordHash, cancellationToken))
        {
            return true;
        }

        await tables.Users.DeleteEntityAsync(profile.PartitionKey, profile.RowKey, cancellationToken: CancellationToken.None);
        return false;
    }

    public Task AddSessionAsync(string userId, string sessionId, SessionRow session, CancellationToken cancellationToken)
    {
        (session.PartitionKey, session.RowKey) = (UserKeys.UserPartition(userId), UserKeys.Session(sessionId));
        return tables.Users.UpsertEntityAsync(session, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Replaces a login's row if nobody else has meanwhile.</summary>
    public async Task<bool> TryUpdateLoginAsync(LoginRow login, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Users.UpdateEntityAsync(login, login.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private async Task<bool> ClaimLoginAsync(ProfileRow profile, string passwordHash, CancellationToken cancellationToken)
    {
        var row = new LoginRow { PartitionKey = UserKeys.LoginPartition(profile.Login), RowKey = UserKeys.Login, UserId = profile.UserId, PasswordHash = passwordHash };
        try
        {
            await tables.Users.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            // Ours, if a first try took effect and only its answer got lost.
            return (await LoginAsync(profile.Login, cancellationToken))?.UserId == profile.UserId;
        }
    }

    private async Task<T?> FindAsync<T>(string partitionKey, string rowKey, CancellationToken cancellationToken)
        where T : Row
    {
        var found = await tables.Users.GetEntityIfExistsAsync<T>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }
}
