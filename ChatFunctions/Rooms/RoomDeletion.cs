using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.RoomLog.Commands;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Rooms;

/// <summary>Deleting rooms: one commit after which a room accepts nothing, then whatever is left of it.</summary>
internal sealed class RoomDeletion(RoomAppender appender, RoomRows rows, RoomMemberships memberships, RoomPurge purge, ILogger<RoomDeletion> logger)
{
    /// <summary>Deletes a room, or goes on with that where the caller has begun it. Nobody can read or change it any more when this returns.</summary>
    public async Task<Outcome<RoomChanged>> DeleteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var (head, member) = await memberships.ReadAsync(caller.UserId, roomId, cancellationToken);
        var members = new List<string>();
        if (head?.DeletedBy != caller.UserId)
        {
            var membership = memberships.Of(head, member);
            if ((membership.Refusal ?? membership.Value.Refuse(RoomAction.Delete)) is { } notAllowed)
            {
                return notAllowed;
            }

            members = (await rows.MembersAsync(roomId, afterUserId: null, DeleteRoom.MostMembers, cancellationToken)).ConvertAll(one => one.UserId);
            var appended = await appender.AppendAsync(roomId, new DeleteRoom(Actor.Of(caller), members));
            if (appended.Refusal is { } refusal)
            {
                return refusal;
            }

            head = appended.Value.Head!;
        }

        string[] former = [.. members.Union(await purge.MembersAsync(roomId, CancellationToken.None))];
        purge.Finish(head, former);
        logger.RoomDeleted(roomId, former.Length);
        return new RoomChanged(Room.Of(head, myRole: null), []) { Removed = former };
    }
}
