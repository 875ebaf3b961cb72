using ChatFunctions.Http;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms;

/// <summary>Says, from storage, what somebody is in a room: for refusing what would be refused anyway before anything is written for it.</summary>
internal sealed class RoomMemberships(RoomStore store, RoomPurge purge)
{
    /// <returns>The room and the membership, if any; 404 <c>room_not_found</c>. Whether a stranger may know of the room is for the caller to say.</returns>
    public async Task<Outcome<RoomMembership>> OfAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var (head, member) = await ReadAsync(userId, roomId, cancellationToken);
        return Of(head, member);
    }

    /// <summary>What there is, deleted or not: both rows at once, so that nobody can tell a room that is there by how long it takes.</summary>
    public async Task<(RoomHead? Head, MemberRow? Member)> ReadAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        var member = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        await Task.WhenAll(head, member);
        return (await head, await member);
    }

    /// <summary>What was read, where it is a room that isn't deleted; the purge of one that is goes on.</summary>
    public Outcome<RoomMembership> Of(RoomHead? head, MemberRow? member)
    {
        if (head is { Deleted: true })
        {
            purge.Finish(head, former: []);
        }

        return head is { Deleted: false } ? new RoomMembership(head, member) : RoomRefusals.NotFound;
    }

    /// <summary>As <see cref="OfAsync"/>, for somebody who wants to do something.</summary>
    public async Task<Outcome<RoomMembership>> ForAsync(string userId, string roomId, RoomAction action, CancellationToken cancellationToken)
    {
        var membership = await OfAsync(userId, roomId, cancellationToken);
        return (membership.Refusal ?? membership.Value.Refuse(action)) is { } refusal ? refusal : membership;
    }
}

/// <param name="Head">The room.</param>
/// <param name="Member">The membership; null: none.</param>
internal sealed record RoomMembership(RoomHead Head, MemberRow? Member)
{
    public Refusal? Refuse(RoomAction action) => Permissions.Refuse(Head.Kind, Member?.Role, action);
}
