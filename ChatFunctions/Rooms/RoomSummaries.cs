using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>Reads one room as it stands in a member's list: two requests at the same time, however large the room is.</summary>
internal sealed class RoomSummaries(RoomStore store, RoomRows rows)
{
    /// <returns>Null: the user isn't a member, or the room is deleted, or there is none.</returns>
    public async Task<ListedRoom> ReadAsync(UserRoomRow row, string userId, CancellationToken cancellationToken)
    {
        var topRead = rows.TopAsync(row.RoomId, cancellationToken);
        var membersRead = MembersAsync(row.RoomId, userId, cancellationToken);
        await Task.WhenAll(topRead, membersRead);
        var ((head, newest), members) = (await topRead, await membersRead);
        if (head is not { IsDeleted: false } || members.Find(member => member.UserId == userId) is not { } own)
        {
            return new ListedRoom(row, head, Summary: null);
        }

        var room = Room.Of(head, own.Role, Room.Other(head, userId, members));
        var last = newest?.ToMessage();
        return new ListedRoom(row, head, new RoomSummary(room) { LastMessage = last, UnreadCount = await UnreadAsync(head, own, last, cancellationToken) });
    }

    /// <summary>One's own membership, and in a direct room the other's with it, for the name.</summary>
    private async Task<List<MemberRow>> MembersAsync(string roomId, string userId, CancellationToken cancellationToken) =>
        Ids.IsDirectRoom(roomId) ? await rows.MembersAsync(roomId, afterUserId: null, 2, cancellationToken)
        : await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken) is { } own ? [own]
        : [];

    /// <summary>Costs another request only where messages of the room were deleted and some are unread.</summary>
    private async Task<long> UnreadAsync(RoomHead head, MemberRow own, Message? newest, CancellationToken cancellationToken)
    {
        var (seq, count) = own.Marker;
        var after = newest?.Sender.Id == own.UserId && !own.IsMarkedUnread ? 0 : Math.Max(0, head.MessageCount - count);
        return after == 0 || head.DeletedCount == 0 ? after
            : Math.Max(0, after - await rows.CountDeletedAsync(head.RoomId, seq + 1, head.Seq, cancellationToken));
    }
}

/// <summary>What a pointer in a user's list turned out to lead to.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Head">The room; null: there is none.</param>
/// <param name="Summary">The room as it stands in the list; null: the user isn't, or is no longer, a member.</param>
internal sealed record ListedRoom(UserRoomRow Pointer, RoomHead? Head, RoomSummary? Summary)
{
    public DateTimeOffset LastAt => Head?.LastAt ?? default;
}
