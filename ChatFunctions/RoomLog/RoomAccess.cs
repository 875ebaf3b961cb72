using ChatFunctions.Http;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog;

/// <summary>Says whether somebody may read a room and who has read what, always from storage, with reads sent beside the one for the content.</summary>
internal sealed class RoomAccess(RoomMemberships memberships, RoomStore store, RoomRows rows, RoomAppender appender)
{
    /// <summary>Checks membership and, where the room is small enough to tell who has read what, gets everyone's read marker with it.</summary>
    /// <returns>The markers; 404 <c>room_not_found</c>; 403 <c>not_a_member</c> for a public room.</returns>
    public async Task<Outcome<ReadMarkers>> ReadMarkersAsync(string roomId, string userId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        if (appender.LastKnownHead(roomId) is not { JoinCount: > MemberReadMarkers.Capacity }
            && await store.ReadersAsync(roomId, cancellationToken) is { } readers && readers.Include(userId))
        {
            return readers.Markers();
        }

        var membership = await memberships.ForAsync(userId, roomId, RoomAction.Read, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        return membership.Value.Head.MemberCount > Limits.MembersForRead
            ? ReadMarkers.TooMany
            : ReadMarkers.Of(
                (await rows.MembersAsync(roomId, afterUserId: null, Limits.MembersForRead, cancellationToken)).Select(member => (member.UserId, member.ReadSeq ?? 0)));
    }
}
