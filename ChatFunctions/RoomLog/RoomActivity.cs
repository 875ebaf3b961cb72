using ChatFunctions.Rooms;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>
/// Keeps the members' lists of rooms roughly in order, at a bounded cost: however busy a room is, its members' lists hear of it once in
/// a window, in the background. See docs/architecture.md, "The room list".
/// </summary>
internal sealed class RoomActivity(RoomRows rows, UserRoomStore userRooms, BackgroundWork background)
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PerMember = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a room's activity is no news to lists that have heard of some: the longer, the more there are to tell.</summary>
    public static TimeSpan Window(int members) => ShortestWindow + (members * PerMember);

    /// <summary>The longest that a room goes on without telling lists of its activity.</summary>
    public static TimeSpan LongestWindow { get; } = Window(Limits.MembersPerRoom);

    /// <summary>Tells the lists of all members. A list that isn't reached is behind until the next time, or until it finds out itself.</summary>
    public void TellLists(RoomHead head) => background.Start($"activity:{head.RoomId}", async () =>
    {
        var members = await rows.MembersAsync(head.RoomId, afterUserId: null, Limits.MembersPerRoom, CancellationToken.None);
        await members.ForEachParallelAsync((member, token) => userRooms.SetActiveAsync(member.UserId, head, token), CancellationToken.None);
    });

    /// <summary>Tells one list that turned out to be behind.</summary>
    public void TellList(string userId, RoomHead head) =>
        background.Start($"activity:{head.RoomId}:{userId}", () => userRooms.SetActiveAsync(userId, head, CancellationToken.None));
}
