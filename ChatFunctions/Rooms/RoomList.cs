using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms;

/// <summary>The rooms of one user, most recently active first.</summary>
internal sealed class RoomList(UserRoomStore userRooms, RoomStore store, RoomRows rows)
{
    public async Task<Page<RoomSummary>> PageAsync(string userId, CancellationToken cancellationToken)
    {
        var ids = await userRooms.RoomIdsAsync(userId, cancellationToken);
        var summaries = await Task.WhenAll(ids.Select(roomId => SummaryAsync(roomId, userId, cancellationToken)));
        return new Page<RoomSummary>([.. summaries.OfType<(RoomSummary Summary, DateTimeOffset LastAt)>().OrderByDescending(found => found.LastAt).Select(found => found.Summary)], Cursor: null);
    }

    private async Task<(RoomSummary Summary, DateTimeOffset LastAt)?> SummaryAsync(string roomId, string userId, CancellationToken cancellationToken)
    {
        var headRead = store.HeadAsync(roomId, cancellationToken);
        var memberRead = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        var newestRead = rows.MessagesAsync(roomId, 1, long.MaxValue - 1, 1, senderId: null, cancellationToken);
        await Task.WhenAll(headRead, memberRead, newestRead);
        if (await headRead is not { Deleted: false } head || await memberRead is not { } member)
        {
            return null;
        }

        var newest = (await newestRead).FirstOrDefault()?.ToMessage();
        var summary = new RoomSummary(Room.Of(head, member.Role)) { LastMessage = newest, UnreadCount = Unread(head, member, newest, userId) };
        return (summary, head.LastAt);
    }

    private static long Unread(RoomHead head, MemberRow member, Message? newest, string userId) =>
        newest?.Sender.Id == userId ? 0 : Math.Max(0, head.MessageCount - (member.ReadCount ?? 0));
}
