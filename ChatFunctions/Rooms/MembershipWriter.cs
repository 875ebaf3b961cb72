using ChatFunctions.Accounts;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>Adds members: writes the room to their lists, then commits the memberships.</summary>
internal sealed class MembershipWriter(
    RoomAppender appender, RoomStore store, UserRoomStore userRooms, JoinedRoomIndex traces, UserStore users, RoomErasure erasure, ChatTables tables)
{
    /// <param name="userIds">The users whom the command may add.</param>
    /// <returns>
    /// The result of the command; 409 <c>too_many_rooms</c> if one of them has reached the limit; 404 <c>user_not_found</c> if one of them has no
    /// account.
    /// </returns>
    public async Task<Outcome<Appended>> AppendAsync(string roomId, IReadOnlyList<string> userIds, RoomCommand command, CancellationToken cancellationToken)
    {
        var listed = await userIds.SelectParallelAsync((userId, token) => userRooms.TryAddAsync(userId, roomId, token), cancellationToken);
        if (listed.FirstOrDefault(refusal => refusal is not null) is { } notListed)
        {
            return notListed;
        }

        var appended = await appender.AppendAsync(roomId, command);
        if (appended.Refusal is null && appended.Value.Events.Count > 0)
        {
            await userIds.ForEachParallelAsync((userId, token) => CompleteAsync(userId, roomId, token), CancellationToken.None);
        }

        return appended;
    }

    /// <summary>Commits what users, members or not, have written. Their data in the room is erased with their accounts.</summary>
    public async Task<Outcome<Appended>> WriteForAsync(string roomId, IReadOnlyList<string> userIds, RoomCommand command, CancellationToken cancellationToken)
    {
        await userIds.ForEachParallelAsync((userId, token) => traces.AddAsync(userId, roomId, token), cancellationToken);
        var appended = await appender.AppendAsync(roomId, command);
        if (appended.Refusal is null)
        {
            await userIds.ForEachParallelAsync((userId, token) => ForgetIfGoneAsync(userId, roomId, token), CancellationToken.None);
        }

        return appended;
    }

    /// <summary>Makes the command's actor a member.</summary>
    public async Task<Outcome<MembershipUpdate>> JoinAsync(string roomId, RoomCommand command, CancellationToken cancellationToken)
    {
        var userId = command.Actor.Id;
        var appended = await AppendAsync(roomId, [userId], command, cancellationToken);
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        // Without an event, a concurrent call of the same user was first.
        var role = appended.Value.Events is [RoomChange joined] ? joined.Role
            : (await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), CancellationToken.None))?.Role;
        return new MembershipUpdate(Room.Of(appended.Value.Head!, role), appended.Value.Broadcast) { Added = [userId] };
    }

    /// <summary>Adds the user's picture to a membership, which commands create without one.</summary>
    private async Task CompleteAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        if (await ForgetIfGoneAsync(userId, roomId, cancellationToken) is { Picture: not null } profile)
        {
            await tables.Rooms(roomId).TryMergeAsync(profile.ToMember(roomId), cancellationToken);
        }
    }

    /// <summary>Removes a membership that was committed while the account was being erased, because the erasure may have missed it.</summary>
    private async Task<ProfileRow?> ForgetIfGoneAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var profile = await users.ProfileAsync(userId, cancellationToken);
        if (profile is null && (await erasure.EraseAsync(userId, roomId)).Refusal is null)
        {
            await userRooms.RemoveAsync(userId, roomId, cancellationToken);
        }

        return profile;
    }
}
