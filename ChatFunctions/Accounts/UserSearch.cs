using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>
/// Finds users: by the beginning of the name, or by the whole login. A login's beginning finds nobody, and a login is shown only to
/// those who know it already, so searching doesn't tell which logins there are.
/// </summary>
internal sealed class UserSearch(UserStore users, UserDirectory directory)
{
    /// <param name="wanted">The beginning of a name, or a login.</param>
    /// <param name="afterKey">Where the last page ended; null: from the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Http.Page<User>> PageAsync(string wanted, string? afterKey, int limit, CancellationToken cancellationToken)
    {
        var byLoginRead = ByLoginAsync(wanted, cancellationToken);
        var rowsRead = directory.FindAsync(wanted, afterKey, limit, cancellationToken);
        await Task.WhenAll(byLoginRead, rowsRead);
        var (byLogin, rows) = (await byLoginRead, await rowsRead);
        var byName = await Task.WhenAll(rows.Select(row => ByNameAsync(row, cancellationToken)));
        var others = byName.OfType<User>().Where(user => user.Id != byLogin?.Id).ToList();
        var cursor = rows.Count == limit ? rows[^1].RowKey : null;
        if (afterKey is not null || byLogin is null)
        {
            return new Http.Page<User>(others, cursor);
        }

        // The login's owner comes first, in the place of the last found by name, who is then the next page's first.
        return others.Count == limit
            ? new Http.Page<User>([byLogin, .. others[..^1]], limit == 1 ? "" : rows[^2].RowKey)
            : new Http.Page<User>([byLogin, .. others], cursor);
    }

    private async Task<User?> ByLoginAsync(string wanted, CancellationToken cancellationToken) =>
        Logins.IsPlausible(wanted)
        && await users.LoginAsync(Logins.Normalise(wanted), cancellationToken) is { } login
        && await users.ProfileAsync(login.UserId, cancellationToken) is { } profile
            ? profile.ToUser(withLogin: true)
            : null;

    private async Task<User?> ByNameAsync(UserDirectoryRow row, CancellationToken cancellationToken)
    {
        var profile = await users.ProfileAsync(row.UserId, cancellationToken);
        if (profile is not null && row.IsOf(profile))
        {
            return profile.ToUser(withLogin: false);
        }

        await directory.DropAsync(row, cancellationToken);
        return null;
    }
}

/// <summary>Users by name: a pointer for each name that a user has, is about to get, or had.</summary>
internal sealed class UserDirectory(ChatTables tables, TimeProvider clock)
{
    private const string Partition = "users";

    public Task AddAsync(string userId, string username, CancellationToken cancellationToken)
    {
        var row = RowOf(userId, username);
        row.WrittenAt = clock.GetUtcNow();
        return tables.Directory.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public Task RemoveAsync(string userId, string username, CancellationToken cancellationToken)
    {
        var row = RowOf(userId, username);
        return tables.Directory.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    public Task<UserDirectoryRow?> FindAsync(string userId, string username, CancellationToken cancellationToken)
    {
        var row = RowOf(userId, username);
        return tables.Directory.FindAsync<UserDirectoryRow>(row.PartitionKey, row.RowKey, cancellationToken);
    }

    /// <returns>False: it was written again since it was read.</returns>
    public Task<bool> TryRemoveAsync(UserDirectoryRow row, CancellationToken cancellationToken) => tables.Directory.TryDeleteAsync(row, cancellationToken);

    /// <summary>Removes a row by which the user is not, or not any more, to be found.</summary>
    public Task DropAsync(UserDirectoryRow row, CancellationToken cancellationToken) => row.DropAsync(tables.Directory, clock.GetUtcNow(), cancellationToken);

    /// <summary>Rows of the names that begin with this, in the order of their keys.</summary>
    /// <param name="beginning">How the names begin.</param>
    /// <param name="afterKey">Only rows after this key.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<List<UserDirectoryRow>> FindAsync(string beginning, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var first = SearchKey.Of(beginning);
        var after = string.CompareOrdinal(afterKey, first) > 0 ? afterKey : first;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after} and RowKey lt {first + SearchKey.Last}");
        return tables.Directory.TakeAsync<UserDirectoryRow>(filter, most, cancellationToken);
    }

    private static UserDirectoryRow RowOf(string userId, string username) =>
        new() { PartitionKey = Partition, RowKey = $"{SearchKey.Of(username)}{UserDirectoryRow.Separator}{userId}" };
}

/// <summary>Says that a user may have a name. The separator is in no name's key.</summary>
internal sealed class UserDirectoryRow : Pointer
{
    public const char Separator = ':';

    [System.Runtime.Serialization.IgnoreDataMember]
    public string UserId => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    /// <summary>Whether this is how the user is called.</summary>
    public bool IsOf(ProfileRow profile) => RowKey.AsSpan(0, RowKey.IndexOf(Separator, StringComparison.Ordinal)).SequenceEqual(SearchKey.Of(profile.Username));
}
