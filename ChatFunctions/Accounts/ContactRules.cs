using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts;

/// <summary>Who can message a user in a new direct room, or add the user to a room. Everyone else has to invite the user.</summary>
public enum ContactableBy
{
    Everyone,

    /// <summary>Users who are in a room with the user.</summary>
    SharedRooms,

    Nobody,
}

/// <summary>Decides who can open a direct room with a user or add the user to a room.</summary>
internal sealed class ContactRules(Blocks blocks, UserRoomStore userRooms, RoomStore rooms)
{
    /// <summary>The most rooms on both lists that are read. A list can contain rooms that its user left within the last hour.</summary>
    private const int MostShared = 20;

    /// <returns>Null: the caller can; 403 <c>user_blocked</c>: the caller has blocked the user; 403 <c>cannot_contact_user</c>.</returns>
    public async Task<Refusal?> RefuseAsync(string callerId, ProfileRow user, CancellationToken cancellationToken)
    {
        var (blocking, blocked) = await BoundedRequests.BothAsync(
            blocks.HasAsync(callerId, user.UserId, cancellationToken), blocks.HasAsync(user.UserId, callerId, cancellationToken));
        return callerId == user.UserId || callerId == Actor.System.Id ? null
            : blocking ? RoomRefusals.UserBlocked
            : blocked || !await IsContactableAsync(callerId, user, cancellationToken) ? RoomRefusals.CannotContact
            : null;
    }

    private async Task<bool> IsContactableAsync(string callerId, ProfileRow user, CancellationToken cancellationToken) => user.ContactableBy switch
    {
        null or ContactableBy.Everyone => true,
        ContactableBy.SharedRooms => await ShareRoomAsync(callerId, user.UserId, cancellationToken),
        _ => false,
    };

    private async Task<bool> ShareRoomAsync(string oneId, string otherId, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(userRooms.RoomIdsAsync(oneId, cancellationToken), userRooms.RoomIdsAsync(otherId, cancellationToken));
        var onBoth = lists[0].Intersect(lists[1]).Take(MostShared).ToList();
        var shared = await onBoth.SelectParallelAsync(
            async (roomId, token) => await IsMemberAsync(roomId, oneId, token) && await IsMemberAsync(roomId, otherId, token), cancellationToken);
        return shared.Contains(true);
    }

    private async Task<bool> IsMemberAsync(string roomId, string userId, CancellationToken cancellationToken) =>
        await rooms.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken) is not null;
}
