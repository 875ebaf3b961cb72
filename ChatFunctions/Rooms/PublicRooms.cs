namespace ChatFunctions.Rooms;

/// <summary>Finds public rooms by the beginning of their names or of later words in them.</summary>
internal sealed class PublicRooms(RoomDirectory directory, RoomStore store)
{
    /// <returns>Rooms in the order of their names, then those found by a later word. Outdated pointers are left out, so a page can be short.</returns>
    public async Task<Page<Room>> PageAsync(string userId, NameQuery query, CancellationToken cancellationToken)
    {
        var found = await directory.SearchAsync(query.Wanted, query.AfterKey, query.Limit, cancellationToken);
        var rooms = await found.SelectParallelAsync((row, token) => RoomAsync(row, userId, query.Wanted, token), cancellationToken);
        return new Page<Room>([.. rooms.OfType<Room>()], found.Count == query.Limit ? found[^1].RowKey : null);
    }

    private async Task<Room?> RoomAsync(NameRow row, string userId, string beginning, CancellationToken cancellationToken)
    {
        var (head, member) = await BoundedRequests.BothAsync(
            store.HeadAsync(row.Id, cancellationToken), store.FindAsync<MemberRow>(row.Id, RoomKeys.Member(userId), cancellationToken));
        return RoomDirectory.PublicName(head) is { } name && row.Lists(name, beginning) ? Room.Of(head!, member?.Role) : null;
    }
}

/// <summary>Public rooms by name.</summary>
internal sealed class RoomDirectory(RoomStore rooms, ChatTables tables, TimeProvider clock) : NameIndex(Partition, tables, clock)
{
    public const string Partition = "rooms";

    /// <summary>The name by which a room is found; null if it can't be found.</summary>
    public static string? PublicName(RoomHead? head) => head is { IsDeleted: false, Kind: RoomKind.Public } ? head.Name : null;

    protected override async Task<string?> PresentNameAsync(string id, CancellationToken cancellationToken) => PublicName(await rooms.HeadAsync(id, cancellationToken));
}
