using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

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
