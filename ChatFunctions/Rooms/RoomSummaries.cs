using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>Reads one room of a room list with two concurrent requests.</summary>
internal sealed class RoomSummaries(RoomStore store, RoomRows rows)
{
    /// <returns>The room, without a summary if the user isn't a member or the room doesn't exist.</returns>
    public async Task<ListedRoom> ReadAsync(UserRoomRow row, string userId, CancellationToken cancellationToken)
    {
        var ((head, newest), members) = await BoundedRequests.BothAsync(rows.TopAsync(row.RoomId, cancellationToken), MembersAsync(row.RoomId, userId, cancellationToken));
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
        Ids.IsDirectRoom(roomId) ? await rows.MembersAsync(roomId, afterUserId: null, 2, cancellationToken)
        : await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken) is { } own ? [own]
        : [];

    /// <summary>Costs another request only if there are unread mentions, of this user or another.</summary>
    private async Task<int> MentionsAsync(RoomHead head, MemberRow own, CancellationToken cancellationToken) => head.MentionSeq is { } last && last > own.Marker.Seq
        ? (await rows.MentionsAsync(head.RoomId, own.Marker.Seq + 1, last, until: null, Limits.MentionsCounted, cancellationToken)).Count(message => message.HasMentionOf(own.UserId))
        : 0;

    /// <summary>Costs another request only if the room has deleted messages and unread ones.</summary>
    private async Task<long> UnreadAsync(RoomHead head, MemberRow own, Message? newest, CancellationToken cancellationToken)
    {
        var (seq, count) = own.Marker;
        var after = newest?.Sender.Id == own.UserId && !own.IsMarkedUnread ? 0 : Math.Max(0, head.MessageCount - count);
        return after == 0 || head.DeletedCount == 0 ? after
            : Math.Max(0, after - await rows.CountDeletedAsync(head.RoomId, seq + 1, head.Seq, cancellationToken));
    }
}

/// <summary>A row of a room list and its room.</summary>
/// <param name="Summary">The room as listed; null if the user isn't a member.</param>
internal sealed record ListedRoom(UserRoomRow Pointer, RoomHead? Head, RoomSummary? Summary)
{
    public DateTimeOffset LastAt => Head?.LastAt ?? default;

    /// <summary>Whether the user has hidden the room since its newest message.</summary>
    public bool IsHidden => Pointer.HiddenSeq > 0 && !(Summary?.LastMessage?.Seq > Pointer.HiddenSeq);
}
