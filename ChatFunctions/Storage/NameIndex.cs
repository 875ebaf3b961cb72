using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Azure;

namespace ChatFunctions.Storage;

/// <summary>Finds things by how their names begin: the Directory table has a pointer for each name that one has, is about to get, or had.</summary>
/// <param name="partition">The table's partition with the names of things of this kind.</param>
internal class NameIndex(string partition, ChatTables tables, TimeProvider clock)
{
    /// <summary>Makes something findable by a name, before it has it.</summary>
    public Task AddAsync(string id, string name, CancellationToken cancellationToken)
    {
        var row = new NameRow { PartitionKey = partition, RowKey = NameRow.Key(id, name), WrittenAt = clock.GetUtcNow() };
        return tables.Directory.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public Task<NameRow?> FindAsync(string id, string name, CancellationToken cancellationToken) =>
        tables.Directory.FindAsync<NameRow>(partition, NameRow.Key(id, name), cancellationToken);

    /// <returns>False: it was written again since it was read.</returns>
    public Task<bool> TryRemoveAsync(NameRow row, CancellationToken cancellationToken) => tables.Directory.TryDeleteAsync(row, cancellationToken);

    /// <summary>Removes a name that something had, unless it may be about to get it again.</summary>
    public async Task DropAsync(string id, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, name, cancellationToken) is { } row)
        {
            await row.DropAsync(tables.Directory, clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Removes a name of something that can't be about to get it.</summary>
    public Task RemoveAsync(string id, string name, CancellationToken cancellationToken) =>
        tables.Directory.DeleteEntityAsync(partition, NameRow.Key(id, name), ETag.All, cancellationToken);

    /// <summary>Pointers whose names begin with this, in the order of their keys.</summary>
    /// <param name="beginning">How the names begin; empty: all.</param>
    /// <param name="afterKey">Only pointers after this key.</param>
    public Task<List<NameRow>> SearchAsync(string beginning, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var first = SearchKey.Of(beginning);
        var after = string.CompareOrdinal(afterKey, first) > 0 ? afterKey : first;
        return tables.Directory.TakeAsync<NameRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {first + SearchKey.Last}"), most, cancellationToken);
    }
}

/// <summary>Says that something may have a name.</summary>
internal sealed record NameRow : Pointer
{
    /// <summary>In no name's key.</summary>
    private const char Separator = ':';

    private const int MostKeyLength = 512;

    /// <summary>The id of what the name leads to.</summary>
    [IgnoreDataMember]
    public string Id => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    public static string Key(string id, string name) => $"{SearchKey.Of(name)}{Separator}{id}";

    /// <summary>Whether a text from outside can be a row's key.</summary>
    public static bool IsKey(string text) => text.Length <= MostKeyLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '~' or Separator);

    public bool Leads(string name) => RowKey == Key(Id, name);
}

/// <summary>
/// A name as part of a key: two names with a common beginning have keys with one, whatever case they are typed in. Letters a-z and digits
/// stand for themselves, every other UTF-16 unit for <c>~</c> and four hexadecimal digits, so that the key is ASCII and orders alike
/// everywhere.
/// </summary>
internal static class SearchKey
{
    /// <summary>Characters of a name that count; the keys of longer ones end there.</summary>
    public const int Significant = 64;

    /// <summary>Comes after everything that begins with the key it is appended to.</summary>
    public const string Last = "~~";

    public static string Of(string name)
    {
        var key = new StringBuilder(Significant);
        foreach (var c in name.Trim().ToLowerInvariant().Take(Significant))
        {
            _ = char.IsAsciiLetterOrDigit(c) ? key.Append(c) : key.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
        }

        return key.ToString();
    }
}
