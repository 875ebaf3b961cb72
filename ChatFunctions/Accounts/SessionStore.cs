using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>The rows of sessions.</summary>
internal sealed class SessionStore(ChatTables tables, ProfileGuard guard)
{
    public Task<SessionRow?> FindAsync(string userId, string sessionId, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<SessionRow>(UserKeys.UserPartition(userId), UserKeys.Session(sessionId), cancellationToken);

    /// <returns>False: there is no such user any more.</returns>
    public Task<bool> AddAsync(SessionRow session, CancellationToken cancellationToken) => guard.TryUpsertAsync([session], cancellationToken);

    /// <inheritdoc cref="TableRows.TryReplaceAsync"/>
    public Task<bool> TryReplaceAsync(SessionRow session, CancellationToken cancellationToken) => tables.Users(session.PartitionKey).TryReplaceAsync(session, cancellationToken);

    public Task DeleteAsync(string userId, string sessionId, CancellationToken cancellationToken) =>
        tables.User(userId).DeleteEntityAsync(UserKeys.UserPartition(userId), UserKeys.Session(sessionId), ETag.All, cancellationToken);

    /// <summary>Sessions in the order of their ids, which is that of opening, expired ones among them.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="afterId">Those after this one; null: from the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<SessionRow> AllAsync(string userId, string? afterId, CancellationToken cancellationToken) =>
        tables.User(userId).QueryAsync<SessionRow>(Range(userId, afterId), cancellationToken: cancellationToken);

    public IAsyncEnumerable<SessionRow> ExpiredAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.User(userId).QueryAsync<SessionRow>(
            $"{Range(userId, afterId: null)} and {TableClient.CreateQueryFilter($"ExpiresAt le {now}")}", cancellationToken: cancellationToken);

    private static string Range(string userId, string? afterId) =>
        $"{TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)} and RowKey gt {UserKeys.Session(afterId ?? "")}")} and RowKey lt 'session;'";
}
