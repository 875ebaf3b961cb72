using System.Globalization;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>The rooms of one user, most recently active first; docs/architecture.md says how, and at what cost.</summary>
internal sealed class RoomList(UserRoomStore userRooms, RoomSummaries summaries, RoomActivity activity)
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
        var rooms = (await rows.SelectParallelAsync((row, token) => summaries.ReadAsync(row, userId, token), cancellationToken)).Where(room => room.Summary is not null).ToList();
        foreach (var room in rooms.Where(room => room.LastAt > room.Pointer.ActiveUntil))
        {
            activity.Update(userId, room.Head!);
        }

        return rooms;
    }
}

/// <summary>
/// A position in a list of rooms whose order changes meanwhile. Nothing in it depends on any clock: what was looked at is
/// told by its place in the index, and what has moved since by when storage says that it was written.
/// </summary>
/// <param name="LookedUntil">Pointers are looked at from the latest <see cref="UserRoomRow.ActiveUntil"/> on; this is the last that was.</param>
/// <param name="LookedAt">That pointer's room.</param>
/// <param name="Seen">Pointers written after this have moved since.</param>
/// <param name="Pending">Rooms that were looked at but belong on a later page.</param>
internal sealed record RoomListCursor(DateTimeOffset LookedUntil, string LookedAt, DateTimeOffset Seen, IReadOnlyList<string> Pending)
{
    private const char Separator = '.';

    /// <summary>The start of the list: nothing has been looked at, so nothing can have moved since.</summary>
    public static RoomListCursor Start { get; } = new(DateTimeOffset.MaxValue, "", DateTimeOffset.MaxValue, []);

    /// <summary>Divides an index into what is pending, what has moved, in the order of moving, and what is still ahead, in the order of looking.</summary>
    public (List<UserRoomRow> Pending, List<UserRoomRow> Moved, List<UserRoomRow> Ahead) Divide(IReadOnlyList<UserRoomRow> index)
    {
        var rest = index.Where(row => !Pending.Contains(row.RoomId)).ToLookup(row => row.Timestamp > Seen);
        return (
            [.. index.Where(row => Pending.Contains(row.RoomId))],
            [.. rest[true].OrderBy(row => row.Timestamp)],
            [.. rest[false].Where(IsAhead).OrderByDescending(row => row.ActiveUntil).ThenBy(row => row.RoomId, StringComparer.Ordinal)]);
    }

    /// <summary>The cursor after a page.</summary>
    /// <param name="seen">Pointers of which nothing older is left that has moved.</param>
    /// <param name="looked">Pointers from ahead that were looked at, in order.</param>
    /// <param name="pending">Rooms that were looked at and are not on the page.</param>
    public RoomListCursor After(IReadOnlyList<UserRoomRow> seen, IReadOnlyList<UserRoomRow> looked, IReadOnlyList<string> pending)
    {
        var seenUntil = seen.Max(row => row.Timestamp) ?? Seen;
        return looked is [.., var last] ? new(last.ActiveUntil, last.RoomId, seenUntil, pending) : this with { Seen = seenUntil, Pending = pending };
    }

    private bool IsAhead(UserRoomRow row) =>
        row.ActiveUntil < LookedUntil || (row.ActiveUntil == LookedUntil && string.CompareOrdinal(row.RoomId, LookedAt) > 0);

    public override string ToString() => string.Join(
        Separator,
        [LookedUntil.UtcTicks.ToString(CultureInfo.InvariantCulture), LookedAt, Seen.UtcTicks.ToString(CultureInfo.InvariantCulture), .. Pending]);

    public static Outcome<RoomListCursor> Parse(string text)
    {
        if (text.Length == 0)
        {
            return Start;
        }

        return text.Split(Separator) is [var until, var at, var seen, .. var pending]
            && Time(until) is { } lookedUntil && Time(seen) is { } seenUntil && pending.Append(at).All(Ids.IsPlausible) && pending.Length <= RoomList.LookAhead
            ? new RoomListCursor(lookedUntil, at, seenUntil, pending)
            : Refusal.InvalidCursor;
    }

    private static DateTimeOffset? Time(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(count, TimeSpan.Zero)
            : null;
}
