using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>The rooms of one user, most recently active first; docs/architecture.md says how, and at what cost.</summary>
internal sealed class RoomList(UserRoomStore userRooms, RoomSummaries summaries, RoomActivity activity, RoomPurge purge, BackgroundWork background)
{
    /// <summary>Rooms beyond a page that are looked at, at most, because they may have been active since their place in the index was last set.</summary>
    public const int LookAhead = 32;

    public async Task<Page<RoomSummary>> PageAsync(string userId, RoomListCursor cursor, int limit, CancellationToken cancellationToken)
    {
        var index = await userRooms.ListAsync(userId, cancellationToken);
        var (pending, moved, ahead) = cursor.Divide(index);
        var movedNow = moved.Take(limit - pending.Count).ToList();
        var aheadNow = ahead.Take(limit - pending.Count - movedNow.Count).ToList();
        var found = await LookAsync([.. pending, .. movedNow, .. aheadNow], userId, cancellationToken);

        // The places in the index are upper bounds, so only rooms whose bound is beyond the last found can still belong on this page.
        var last = found.Count < limit ? default : Ordered(found)[limit - 1].LastAt;
        var beyond = ahead.Skip(aheadNow.Count).TakeWhile(row => row.ActiveUntil > last).Take(LookAhead - Math.Max(0, pending.Count - limit)).ToList();
        found.AddRange(await LookAsync(beyond, userId, cancellationToken));

        var ordered = Ordered(found);
        var later = ordered.Skip(limit).Select(room => room.Pointer.RoomId).ToArray();
        var hasMore = later.Length > 0 || movedNow.Count < moved.Count || aheadNow.Count + beyond.Count < ahead.Count;
        return new Page<RoomSummary>(
            [.. ordered.Take(limit).Select(room => room.Summary!)],
            hasMore ? cursor.After(movedNow.Count < moved.Count ? movedNow : index, [.. aheadNow, .. beyond], later).ToString() : null);
    }

    private static List<ListedRoom> Ordered(List<ListedRoom> found) =>
        [.. found.OrderByDescending(room => room.LastAt).ThenBy(room => room.Pointer.RoomId, StringComparer.Ordinal)];

    private async Task<List<ListedRoom>> LookAsync(List<UserRoomRow> rows, string userId, CancellationToken cancellationToken)
    {
        var rooms = await rows.SelectAtOnceAsync((row, token) => summaries.ReadAsync(row, userId, token), cancellationToken);
        foreach (var room in rooms)
        {
            Mend(room, userId);
        }

        return [.. rooms.Where(room => room.Summary is not null)];
    }

    /// <summary>What turns out to be wrong in the index is put right, after the answer.</summary>
    private void Mend(ListedRoom room, string userId)
    {
        switch (room)
        {
            case { Head: { Deleted: true } head } when head.DeletedBy == userId:
                purge.Finish(head, former: []);
                break;
            case { Head: { Deleted: true } head }:
                purge.Finish(head, former: [userId]);
                break;
            case { Summary: null }:
                background.Start($"left:{room.Pointer.RoomId}:{userId}", () => userRooms.DropAsync(room.Pointer, CancellationToken.None));
                break;
            case { Head: { } head } when head.LastAt > room.Pointer.ActiveUntil:
                activity.TellList(userId, head);
                break;
        }
    }
}
