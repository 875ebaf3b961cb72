using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>Makes members: puts the room on their lists, then commits the memberships.</summary>
internal sealed class Admission(RoomAppender appender, UserRoomStore userRooms)
{
    /// <param name="roomId">The room.</param>
    /// <param name="userIds">Everybody whom the command may make a member.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    /// <returns>What became of the command; 409 <c>too_many_rooms</c>, where one of them is in as many as can be.</returns>
    public async Task<Outcome<Appended>> AppendAsync(string roomId, IReadOnlyList<string> userIds, RoomCommand command, CancellationToken cancellationToken)
    {
        var listed = await userIds.SelectAtOnceAsync((userId, token) => userRooms.TryAddAsync(userId, roomId, token), cancellationToken);
        return listed.All(added => added) ? await appender.AppendAsync(roomId, command) : RoomRefusals.TooManyRooms;
    }
}
