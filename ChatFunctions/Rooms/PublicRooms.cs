using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Rooms;

/// <summary>Finds public rooms by how their names begin.</summary>
internal sealed class PublicRooms(RoomDirectory directory, RoomStore store, RoomPurge purge)
{
    /// <returns>Rooms in the order of their names. What a pointer says that no longer holds is left out, so a page may be short.</returns>
    public async Task<Page<Room>> PageAsync(string userId, PublicRoomQuery query, CancellationToken cancellationToken)
    {
        var found = await directory.FindAsync(query.Beginning, query.AfterKey, query.Limit, cancellationToken);
        var rooms = await found.SelectParallelAsync((row, token) => RoomAsync(row, userId, token), cancellationToken);
        return new Page<Room>([.. rooms.OfType<Room>()], found.Count == query.Limit ? found[^1].RowKey : null);
    }

    private async Task<Room?> RoomAsync(RoomDirectoryRow row, string userId, CancellationToken cancellationToken)
    {
        var headRead = store.HeadAsync(row.RoomId, cancellationToken);
        var memberRead = store.FindAsync<MemberRow>(row.RoomId, RoomKeys.Member(userId), cancellationToken);
        await Task.WhenAll(headRead, memberRead);
        var head = await headRead;
        if (head is not null && row.IsOf(head))
        {
            return Room.Of(head, (await memberRead)?.Role);
        }

        if (head is { Deleted: true })
        {
            purge.Finish(head, former: []);
        }
        else
        {
            await directory.DropAsync(row, cancellationToken);
        }

        return null;
    }
}

/// <summary>Which public rooms are wanted. A cursor is the last page's last key.</summary>
internal sealed record PublicRoomQuery(string Beginning, string? AfterKey, int Limit)
{
    private const int MostKeyLength = 512;

    public static Outcome<PublicRoomQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var (beginning, cursor) = (request.Query["q"].ToString(), request.Query["cursor"].ToString());
        return limit.Refusal is { } refusal ? refusal
            : beginning.Trim().Length > Limits.RoomNameLength ? Refusal.Invalid("q", $"Use at most {Limits.RoomNameLength} characters.")
            : !IsKey(cursor) ? Refusal.InvalidCursor
            : new PublicRoomQuery(beginning, cursor.Length == 0 ? null : cursor, limit.Value);
    }

    private static bool IsKey(string text) =>
        text.Length <= MostKeyLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '~' or RoomDirectoryRow.Separator);
}
