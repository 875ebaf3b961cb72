namespace ChatFunctions.Rooms;

/// <summary>Finds public rooms by how their names begin.</summary>
internal sealed class PublicRooms(RoomDirectory directory, RoomStore store)
{
    /// <returns>Rooms in the order of their names. What a pointer says that no longer holds is left out, so a page may be short.</returns>
    public async Task<Page<Room>> PageAsync(string userId, PublicRoomQuery query, CancellationToken cancellationToken)
    {
        var found = await directory.SearchAsync(query.Beginning, query.AfterKey, query.Limit, cancellationToken);
        var rooms = await found.SelectParallelAsync((row, token) => RoomAsync(row, userId, token), cancellationToken);
        return new Page<Room>([.. rooms.OfType<Room>()], found.Count == query.Limit ? found[^1].RowKey : null);
    }

    private async Task<Room?> RoomAsync(NameRow row, string userId, CancellationToken cancellationToken)
    {
        var headRead = store.HeadAsync(row.Id, cancellationToken);
        var memberRead = store.FindAsync<MemberRow>(row.Id, RoomKeys.Member(userId), cancellationToken);
        await Task.WhenAll(headRead, memberRead);
        var head = await headRead;
        return head is not null && RoomDirectory.IsNameOf(row, head) ? Room.Of(head, (await memberRead)?.Role) : null;
    }
}

/// <summary>Which public rooms are wanted. A cursor is the last page's last key.</summary>
internal sealed record PublicRoomQuery(string Beginning, string? AfterKey, int Limit)
{
    public static Outcome<PublicRoomQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var (beginning, cursor) = (request.Query["q"].ToString(), request.Query["cursor"].ToString());
        return limit.Refusal is { } refusal ? refusal
            : beginning.Trim().Length > Limits.RoomNameLength ? Refusal.Invalid("q", $"Use at most {Limits.RoomNameLength} characters.")
            : !NameRow.IsKey(cursor) ? Refusal.InvalidCursor
            : new PublicRoomQuery(beginning, cursor.Length == 0 ? null : cursor, limit.Value);
    }
}

/// <summary>Public rooms by name.</summary>
internal sealed class RoomDirectory(ChatTables tables, TimeProvider clock) : NameIndex(Partition, tables, clock)
{
    public const string Partition = "rooms";

    /// <summary>Whether this is the present name of a public room.</summary>
    public static bool IsNameOf(NameRow row, RoomHead? head) => head is { IsDeleted: false, Kind: RoomKind.Public } && row.Leads(head.Name);
}
