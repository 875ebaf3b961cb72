using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>
/// Users by name. A row here is written before the profile that it points to has the name, and removed after, so one may be stale
/// (dropped when listed), never missing.
/// </summary>
internal sealed class UserDirectory(ChatTables tables)
{
    private const string Partition = "users";

    public Task AddAsync(string userId, string username, CancellationToken cancellationToken) =>
        tables.Directory.UpsertEntityAsync(RowOf(userId, username), TableUpdateMode.Replace, cancellationToken);

    public Task RemoveAsync(string userId, string username, CancellationToken cancellationToken)
    {
        var row = RowOf(userId, username);
        return tables.Directory.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>Removes a row that is still as it was read.</summary>
    public Task DropAsync(UserDirectoryRow row, CancellationToken cancellationToken) => tables.Directory.TryDeleteAsync(row, cancellationToken);

    /// <summary>Rows of the names that begin with this, in the order of their keys.</summary>
    /// <param name="beginning">How the names begin.</param>
    /// <param name="afterKey">Only rows after this key.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<List<UserDirectoryRow>> FindAsync(string beginning, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var first = SearchKey.Of(beginning);
        var after = string.CompareOrdinal(afterKey, first) > 0 ? afterKey : first;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after} and RowKey lt {first + SearchKey.Last}");
        var found = new List<UserDirectoryRow>(most);
        await foreach (var row in tables.Directory.QueryAsync<UserDirectoryRow>(filter, most, cancellationToken: cancellationToken))
        {
            found.Add(row);
            if (found.Count == most)
            {
                break;
            }
        }

        return found;
    }

    private static UserDirectoryRow RowOf(string userId, string username) =>
        new() { PartitionKey = Partition, RowKey = $"{SearchKey.Of(username)}{UserDirectoryRow.Separator}{userId}" };
}

/// <summary>Says that a user may have a name. The separator is in no name's key.</summary>
internal sealed class UserDirectoryRow : Row
{
    public const char Separator = ':';

    [System.Runtime.Serialization.IgnoreDataMember]
    public string UserId => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    /// <summary>Whether this is how the user is called.</summary>
    public bool IsOf(ProfileRow profile) => RowKey.AsSpan(0, RowKey.IndexOf(Separator, StringComparison.Ordinal)).SequenceEqual(SearchKey.Of(profile.Username));
}
