using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>Public rooms by name: a pointer for each name that a room has, is about to get, or had.</summary>
internal sealed class RoomDirectory(ChatTables tables, TimeProvider clock)
{
    private const string Partition = "rooms";

    /// <summary>Makes a room findable by a name, before it has it.</summary>
    public Task AddAsync(string roomId, string name, CancellationToken cancellationToken)
    {
        var row = new RoomDirectoryRow { PartitionKey = Partition, RowKey = RoomDirectoryRow.Key(roomId, name), WrittenAt = clock.GetUtcNow() };
        return tables.Directory.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Removes a name that a room had, unless it may be about to get it again.</summary>
    public async Task DropAsync(string roomId, string name, CancellationToken cancellationToken)
    {
        if (await tables.Directory.FindAsync<RoomDirectoryRow>(Partition, RoomDirectoryRow.Key(roomId, name), cancellationToken) is { } row)
        {
            await DropAsync(row, cancellationToken);
        }
    }

    public Task DropAsync(RoomDirectoryRow row, CancellationToken cancellationToken) => row.DropAsync(tables.Directory, clock.GetUtcNow(), cancellationToken);

    /// <summary>Removes the name of a deleted room, which can't be about to get another.</summary>
    public Task RemoveAsync(string roomId, string name, CancellationToken cancellationToken) =>
        tables.Directory.DeleteEntityAsync(Partition, RoomDirectoryRow.Key(roomId, name), ETag.All, cancellationToken);

    /// <summary>Pointers whose names begin with this, in the order of their keys.</summary>
    /// <param name="beginning">How the names begin; empty: all.</param>
    /// <param name="afterKey">Only pointers after this key.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<List<RoomDirectoryRow>> FindAsync(string beginning, string? afterKey, int most, CancellationToken cancellationToken)
    {
        var first = SearchKey.Of(beginning);
        var after = string.CompareOrdinal(afterKey, first) > 0 ? afterKey : first;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after} and RowKey lt {first + SearchKey.Last}");
        return tables.Directory.TakeAsync<RoomDirectoryRow>(filter, most, cancellationToken);
    }
}

/// <summary>Says that a public room may have a name.</summary>
internal sealed class RoomDirectoryRow : Pointer
{
    /// <summary>In no name's key.</summary>
    public const char Separator = ':';

    [IgnoreDataMember]
    public string RoomId => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    public static string Key(string roomId, string name) => $"{SearchKey.Of(name)}{Separator}{roomId}";

    /// <summary>Whether the room is to be found by this.</summary>
    public bool IsOf(RoomHead head) => head is { Deleted: false, Kind: RoomKind.Public } && RowKey == Key(head.RoomId, head.Name);
}
