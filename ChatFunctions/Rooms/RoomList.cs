using System.Globalization;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>A user's rooms by latest activity; see docs/architecture.md, "The room list".</summary>
internal sealed class RoomList(UserRoomStore userRooms, RoomStore store, RoomActivity activity)
{
    /// <summary>The most rooms beyond a page that are read because they may have been active since the index was updated.</summary>
    public const int LookAhead = 32;

    /// <param name="hidden">Whether to list the rooms that the user has hidden, or the others.</param>
    /// <returns>A page, which can be short.</returns>
    public async Task<Page<RoomSummary>> PageAsync(string userId, bool hidden, RoomListCursor cursor, int limit, CancellationToken cancellationToken)
    {
        var all = await userRooms.ListAsync(userId, cancellationToken);
        var index = hidden ? all.FindAll(row => row.HiddenSeq > 0) : all;
        var (pending, moved, ahead) = cursor.Divide(index);
        var movedNow = moved.Take(limit - pending.Count).ToList();
        var aheadNow = ahead.Take(limit - pending.Count - movedNow.Count).ToList();
        var found = await LookAsync([.. pending, .. movedNow, .. aheadNow], userId, hidden, cancellationToken);

        // The index has upper bounds, so only rooms with a bound after the page's last activity can still belong on the page.
        var last = found.Count < limit ? default : Ordered(found)[limit - 1].LastAt;
        var beyond = ahead.Skip(aheadNow.Count).TakeWhile(row => row.ActiveUntil > last).Take(LookAhead - Math.Max(0, pending.Count - limit)).ToList();
        found.AddRange(await LookAsync(beyond, userId, hidden, cancellationToken));

        var ordered = Ordered(found);
        var later = ordered.Skip(limit).Select(room => room.Pointer.RoomId).ToArray();
        var hasMore = later.Length > 0 || movedNow.Count < moved.Count || aheadNow.Count + beyond.Count < ahead.Count;
        return new Page<RoomSummary>(
            [.. ordered.Take(limit).Select(room => room.Summary!)],
            hasMore ? cursor.After(movedNow.Count < moved.Count ? movedNow : index, [.. aheadNow, .. beyond], later).ToString() : null);
    }

    private static List<ListedRoom> Ordered(List<ListedRoom> found) =>
        [.. found.OrderByDescending(room => room.LastAt).ThenBy(room => room.Pointer.RoomId, StringComparer.Ordinal)];

    private async Task<List<ListedRoom>> LookAsync(List<UserRoomRow> pointers, string userId, bool hidden, CancellationToken cancellationToken)
    {
        var rooms = (await pointers.SelectParallelAsync((row, token) => ReadAsync(row, userId, token), cancellationToken)).Where(room => room.Summary is not null).ToList();
        foreach (var room in rooms.Where(room => room.LastAt > room.Pointer.ActiveUntil))
        {
            activity.Update(userId, room.Head!);
        }

        return rooms.FindAll(room => room.IsHidden == hidden);
    }

    /// <summary>Reads a room with two concurrent requests.</summary>
    /// <returns>The room, without a summary if the user isn't a member or the room doesn't exist.</returns>
    private async Task<ListedRoom> ReadAsync(UserRoomRow row, string userId, CancellationToken cancellationToken)
    {
        var ((head, newest), members) = await BoundedRequests.BothAsync(store.TopAsync(row.RoomId, cancellationToken), MembersAsync(row.RoomId, userId, cancellationToken));
        if (head is not { IsDeleted: false } || members.Find(member => member.UserId == userId) is not { } own)
        {
            return new ListedRoom(row, head, Summary: null);
        }

        var room = Room.Of(head, own.Role, Room.Other(head, userId, members));
        var last = newest?.ToMessage();
        var unread = await UnreadAsync(head, own, last, cancellationToken);
        return new ListedRoom(row, head, new RoomSummary(room)
        {
            LastMessage = last,
            UnreadCount = unread,
            MentionCount = unread == 0 ? 0 : await MentionsAsync(head, own, cancellationToken),
            Level = row.Level ?? NotificationLevel.Everything,
            Favourite = row.Favourite is true,
        });
    }

    /// <summary>The user's membership and, in a direct room, the other user's, which has the name.</summary>
    private async Task<List<MemberRow>> MembersAsync(string roomId, string userId, CancellationToken cancellationToken) =>
        Ids.IsDirectRoom(roomId) ? await store.MembersAsync(roomId, afterUserId: null, 2, cancellationToken)
        : await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken) is { } own ? [own]
        : [];

    /// <summary>Costs another request only if there are unread mentions, of this user or another.</summary>
    private async Task<int> MentionsAsync(RoomHead head, MemberRow own, CancellationToken cancellationToken) => head.MentionSeq is { } last && last > own.Marker.Seq
        ? (await store.MentionsAsync(head.RoomId, own.Marker.Seq + 1, last, until: null, Limits.MentionsCounted, cancellationToken)).Count(message => message.HasMentionOf(own.UserId))
        : 0;

    /// <summary>Costs another request only if the room has deleted messages and unread ones.</summary>
    private async Task<long> UnreadAsync(RoomHead head, MemberRow own, Message? newest, CancellationToken cancellationToken)
    {
        var (seq, count) = own.Marker;
        var after = newest?.Sender.Id == own.UserId && !own.IsMarkedUnread ? 0 : Math.Max(0, head.MessageCount - count);
        return after == 0 || head.DeletedCount == 0 ? after
            : Math.Max(0, after - await store.CountDeletedAsync(head.RoomId, seq + 1, head.Seq, cancellationToken));
    }
}

/// <summary>
/// A position in a list whose order changes meanwhile. It doesn't depend on a clock: it consists of a place in the index and the storage
/// timestamp after which rows have moved.
/// </summary>
/// <param name="LookedUntil">The <see cref="UserRoomRow.ActiveUntil"/> of the last row that was read; rows are read from the latest on.</param>
/// <param name="LookedAt">The room of that row.</param>
/// <param name="Seen">Rows with a later timestamp have moved since.</param>
/// <param name="Pending">Rooms that were read but belong on a later page.</param>
internal sealed record RoomListCursor(DateTimeOffset LookedUntil, string LookedAt, DateTimeOffset Seen, IReadOnlyList<string> Pending)
{
    private const char Separator = '.';

    /// <summary>The start of the list.</summary>
    public static RoomListCursor Start { get; } = new(DateTimeOffset.MaxValue, "", DateTimeOffset.MaxValue, []);

    /// <summary>Divides an index into pending rows, moved rows by timestamp, and rows that are still to be read, in order.</summary>
    public (List<UserRoomRow> Pending, List<UserRoomRow> Moved, List<UserRoomRow> Ahead) Divide(IReadOnlyList<UserRoomRow> index)
    {
        var rest = index.Where(row => !Pending.Contains(row.RoomId)).ToLookup(row => row.Timestamp > Seen);
        return (
            [.. index.Where(row => Pending.Contains(row.RoomId))],
            [.. rest[true].OrderBy(row => row.Timestamp)],
            [.. rest[false].Where(IsAhead).OrderByDescending(row => row.ActiveUntil).ThenBy(row => row.RoomId, StringComparer.Ordinal)]);
    }

    /// <summary>The cursor after a page.</summary>
    /// <param name="seen">Rows up to whose timestamps no moved row is left.</param>
    /// <param name="looked">Rows that were read, in order.</param>
    /// <param name="pending">Rooms that were read and aren't on the page.</param>
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

/// <summary>A row of a room list and its room.</summary>
/// <param name="Summary">The room as listed; null if the user isn't a member.</param>
internal sealed record ListedRoom(UserRoomRow Pointer, RoomHead? Head, RoomSummary? Summary)
{
    public DateTimeOffset LastAt => Head?.LastAt ?? default;

    /// <summary>Whether the user has hidden the room since its newest message.</summary>
    public bool IsHidden => Pointer.HiddenSeq > 0 && !(Summary?.LastMessage?.Seq > Pointer.HiddenSeq);
}
