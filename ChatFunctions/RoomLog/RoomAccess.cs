using ChatFunctions.Http;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog;

/// <summary>Says whether somebody may read a room, always from storage, with the read sent beside the one for the content.</summary>
internal sealed class RoomAccess(RoomStore store, RoomRows rows, RoomAppender appender)
{
    /// <summary>Checks by the member's own row.</summary>
    /// <returns>The membership; 404 <c>room_not_found</c>; 403 <c>not_a_member</c> for a public room.</returns>
    public async Task<Outcome<MemberRow>> MemberAsync(string roomId, string userId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        return await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken) is { } member
            ? member
            : await WhyNotAsync(roomId, cancellationToken);
    }

    /// <summary>Checks membership and, where the room is small enough to tell who has read what, gets everybody's read marker with it.</summary>
    /// <inheritdoc cref="MemberAsync"/>
    public async Task<Outcome<ReadMarkers>> ReadMarkersAsync(string roomId, string userId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var known = appender.LastKnownHead(roomId);
        if (known is not { JoinCount: > Readers.Capacity } && await store.ReadersAsync(roomId, cancellationToken) is { } readers)
        {
            return readers.Include(userId) ? readers.Markers() : await WhyNotAsync(roomId, cancellationToken);
        }

        if (known is not { MemberCount: > Limits.MembersForRead })
        {
            var members = await rows.MembersAsync(roomId, afterUserId: null, Limits.MembersForRead + 1, cancellationToken);
            if (members.Count <= Limits.MembersForRead)
            {
                return members.Exists(member => member.UserId == userId)
                    ? ReadMarkers.Of(members.Select(member => (member.UserId, member.ReadSeq ?? 0)))
                    : await WhyNotAsync(roomId, cancellationToken);
            }
        }

        var own = await MemberAsync(roomId, userId, cancellationToken);
        return own.Refusal is { } refusal ? refusal : ReadMarkers.TooMany;
    }

    /// <summary>A room that one may not know of looks as if it weren't there.</summary>
    private async Task<Refusal> WhyNotAsync(string roomId, CancellationToken cancellationToken) =>
        await store.HeadAsync(roomId, cancellationToken) is { Deleted: false } head ? Permissions.Refuse(head.Kind, role: null, RoomAction.Read)! : RoomRefusals.NotFound;
}
