using ChatFunctions.Accounts;
using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.RoomLog.Commands;

namespace ChatFunctions.Rooms;

/// <summary>Making rooms and saying who is in them.</summary>
internal sealed class RoomService(RoomAppender appender, RoomStore store, RoomAccess access, UserStore users, UserRoomStore userRooms, Ids ids)
{
    public async Task<Outcome<RoomChanged>> CreateAsync(Caller caller, CreateRoomRequest request, CancellationToken cancellationToken)
    {
        var members = await MembersAsync(caller, request.Members ?? [], cancellationToken);
        if (members.Refusal is { } unknown)
        {
            return unknown;
        }

        var roomId = ids.NewRoomId();
        await Task.WhenAll(members.Value.Select(user => user.Id).Append(caller.UserId).Select(userId => userRooms.AddAsync(userId, roomId, cancellationToken)));
        var command = new CreateRoom(
            Actor.Of(caller), roomId, request.Name!.Trim(), request.Kind ?? RoomKind.Private, members.Value, [.. Enumerable.Range(0, members.Value.Count + 1).Select(_ => ids.NewId())]);
        var appended = await appender.AppendAsync(roomId, command);
        return appended.Refusal is { } refusal
            ? refusal
            : new RoomChanged(Room.Of(appended.Value.Head!, Role.Owner), appended.Value.Broadcast) { Added = [caller.UserId, .. members.Value.Select(user => user.Id)] };
    }

    public async Task<Outcome<Room>> GetAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var membership = access.MemberAsync(roomId, caller.UserId, cancellationToken);
        var head = store.HeadAsync(roomId, cancellationToken);
        await Task.WhenAll(membership, head);
        return (await head, await membership) switch
        {
            (not { Deleted: false }, _) => RoomRefusals.NotFound,
            ({ } found, { Refusal: null } member) => Room.Of(found, member.Value.Role),
            ({ Kind: RoomKind.Public } found, _) => Room.Of(found, myRole: null),
            (_, var stranger) => stranger.Refusal,
        };
    }

    /// <summary>Adds a member, or changes a member's role.</summary>
    public async Task<Outcome<RoomChanged>> PutMemberAsync(Caller caller, string roomId, string userId, Role? role, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId) || !Ids.IsPlausible(userId))
        {
            return Ids.IsPlausible(roomId) ? AccountRefusals.UserNotFound : RoomRefusals.NotFound;
        }

        // Whether the caller may is decided with the commit; asking first keeps a stranger from writing into somebody's list.
        var own = access.MemberAsync(roomId, caller.UserId, cancellationToken);
        var profile = users.ProfileAsync(userId, cancellationToken);
        await Task.WhenAll(own, profile);
        if ((await own).Refusal is { } stranger)
        {
            return stranger;
        }

        if (!Permissions.Allow(RoomKind.Private, (await own).Value.Role, RoomAction.ManageMembers))
        {
            return RoomRefusals.Forbidden;
        }

        if (await profile is not { } user)
        {
            return AccountRefusals.UserNotFound;
        }

        await userRooms.AddAsync(userId, roomId, cancellationToken);
        var appended = await appender.AppendAsync(roomId, new PutMember(Actor.Of(caller), ids.NewId(), user.ToRef(), role));
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        var isNew = appended.Value.Events is [RoomChange { Change: RoomChangeType.MemberAdded }];
        return new RoomChanged(Room.Of(appended.Value.Head!, (await own).Value.Role), appended.Value.Broadcast) { Added = isNew ? [userId] : [] };
    }

    private async Task<Outcome<IReadOnlyList<UserRef>>> MembersAsync(Caller caller, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        var wanted = userIds.Where(userId => userId != caller.UserId).Distinct().ToArray();
        var profiles = await Task.WhenAll(wanted.Select(userId => Ids.IsPlausible(userId) ? users.ProfileAsync(userId, cancellationToken) : Task.FromResult<ProfileRow?>(null)));
        var unknown = Array.FindIndex(profiles, profile => profile is null);
        return unknown >= 0
            ? Refusal.Invalid("members", $"There is no user '{wanted[unknown]}'.")
            : profiles.Select(profile => profile!.ToRef()).ToArray();
    }
}

/// <summary>A room after a change, and what has to go out live.</summary>
/// <param name="Room">The room.</param>
/// <param name="Broadcast">Events for the room's group.</param>
internal sealed record RoomChanged(Room Room, IReadOnlyList<RoomEvent> Broadcast)
{
    /// <summary>Users who are in the room now and were not before.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Users who were in the room before and are not now.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
