using System.Runtime.Serialization;
using Azure;

namespace ChatFunctions.Storage;

/// <summary>Finds users or rooms by name. The Directory table has pointers for current names, and for the next and previous name during a rename.</summary>
internal abstract class NameIndex(string partition, ChatTables tables, TimeProvider clock)
{
    /// <summary>Adds pointers for every word of a name in one request, before the name is used.</summary>
    public Task AddAsync(string id, string name, CancellationToken cancellationToken)
    {
        var rows = SearchKey.AllOf(name).Select(key =>
            new NameRow { PartitionKey = partition, RowKey = NameRow.Key(key, id), WrittenAt = clock.GetUtcNow(), KeyVersion = NameRow.PresentKeyVersion });
        return tables.Directory.SubmitTransactionAsync(
            rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);
    }

    /// <summary>The rows of a name, without those that another name of the same user or room shares.</summary>
    public async Task<IReadOnlyList<NameRow>> RowsAsync(string id, string name, string? except, CancellationToken cancellationToken)
    {
        var keys = NameRow.Keys(id, name, except);
        var rows = await keys.SelectParallelAsync((key, token) => tables.Directory.FindAsync<NameRow>(partition, key, token), cancellationToken);
        return [.. rows.OfType<NameRow>()];
    }

    /// <returns>False: one was written again since it was read.</returns>
    public async Task<bool> TryRemoveAsync(IReadOnlyList<NameRow> rows, CancellationToken cancellationToken) =>
        (await rows.SelectParallelAsync((row, token) => tables.Directory.TryDeleteAsync(row, token), cancellationToken)).All(removed => removed);

    /// <summary>Removes a previous name, unless a rename back to it may be in progress.</summary>
    public async Task DropAsync(string id, string name, string present, CancellationToken cancellationToken)
    {
        foreach (var row in await RowsAsync(id, name, present, cancellationToken))
        {
            await row.DropAsync(tables.Directory, clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Removes a name that no rename in progress can need.</summary>
    public Task RemoveAsync(string id, string name, CancellationToken cancellationToken) => NameRow.Keys(id, name, except: null)
        .ForEachParallelAsync((key, token) => tables.Directory.DeleteEntityAsync(partition, key, ETag.All, token), cancellationToken);

    /// <summary>
    /// Pointers to names that begin with a text, then to names in which a later word does, each in the order of their keys. Each name is in
    /// <see cref="NameRow.Lists">one of them</see>.
    /// </summary>
    /// <param name="beginning">How the names or words begin; empty: all names.</param>
    /// <param name="afterKey">Only pointers after this key.</param>
    public async Task<IReadOnlyList<NameRow>> SearchAsync(string beginning, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var key = SearchKey.Of(beginning);
        string[] starts = key.Length == 0 ? [key] : [key, SearchKey.LaterWord + key];
        var found = await starts.SelectParallelAsync((start, token) => RangeAsync(start, afterKey, most, token), cancellationToken);
        return [.. found.SelectMany(rows => rows).Take(most)];
    }

    /// <summary>Removes a dangling pointer, and rewrites a pointer of an earlier version.</summary>
    /// <returns>Whether it is removed.</returns>
    public async Task<bool> CleanUpAsync(NameRow row, CancellationToken cancellationToken)
    {
        var name = await PresentNameAsync(row.Id, cancellationToken);
        if (name is not null && row.KeyVersion != NameRow.PresentKeyVersion)
        {
            await AddAsync(row.Id, name, cancellationToken);
            if (await PresentNameAsync(row.Id, cancellationToken) is null)
            {
                // It was deleted meanwhile, and its names may have been removed before these were written.
                await RemoveAsync(row.Id, name, CancellationToken.None);
            }
        }

        return (name is null || !row.Leads(name)) && await tables.Directory.TryDeleteAsync(row, cancellationToken);
    }

    /// <returns>Null: it doesn't exist, or it can't be found by name.</returns>
    protected abstract Task<string?> PresentNameAsync(string id, CancellationToken cancellationToken);

    private async Task<List<NameRow>> RangeAsync(string start, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var (after, end) = (string.CompareOrdinal(afterKey, start) > 0 ? afterKey : start, start + SearchKey.Last);
        return string.CompareOrdinal(after, end) >= 0
            ? []
            : await tables.Directory.TakeAsync<NameRow>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {end}"), most, cancellationToken);
    }
}

/// <summary>A pointer from a name to the user or room that may have it.</summary>
internal sealed record NameRow : Pointer
{
    /// <summary>2: every word has a row, and accents are folded. Absent: version 1.</summary>
    public const int PresentKeyVersion = 2;

    /// <summary>No key of a name contains it.</summary>
    private const char Separator = ':';

    private const int MostKeyLength = 512;

    public int? KeyVersion { get; set; }

    /// <summary>The id of the user or room.</summary>
    [IgnoreDataMember]
    public string Id => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    public static string Key(string searchKey, string id) => $"{searchKey}{Separator}{id}";

    /// <summary>The keys of all rows that a name can have, without those of another name.</summary>
    public static IReadOnlyList<string> Keys(string id, string name, string? except)
    {
        IEnumerable<string> keys = [.. SearchKey.AllOf(name), SearchKey.Version1(name)];
        return [.. keys.Except(except is null ? [] : SearchKey.AllOf(except)).Select(key => Key(key, id))];
    }

    /// <summary>Whether a text from outside can be a row's key.</summary>
    public static bool IsKey(string text) => text.Length <= MostKeyLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '~' or Separator);

    /// <summary>Whether this is a row of the name.</summary>
    public bool Leads(string name) => SearchKey.AllOf(name).Any(key => RowKey == Key(key, Id));

    /// <summary>Whether this is the row of the name under which a search lists it: the first of those that match.</summary>
    public bool Lists(string name, string beginning)
    {
        var key = SearchKey.Of(beginning);
        var matches = SearchKey.AllOf(name).Where((word, n) => word.StartsWith(n == 0 ? key : SearchKey.LaterWord + key, StringComparison.Ordinal));
        return matches.Min(StringComparer.Ordinal) is { } first && RowKey == Key(first, Id);
    }
}
