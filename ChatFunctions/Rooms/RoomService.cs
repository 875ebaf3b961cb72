using ChatFunctions.Accounts;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

/// <summary>Creates, reads and changes rooms.</summary>
internal sealed class RoomService(
    RoomAppender appender,
    RoomRows rows,
    RoomAccess access,
    UserStore users,
    ContactRules contacts,
    MembershipWriter membershipWriter,
    RoomDirectory directory,
    BackgroundWork background,
    Ids ids,
    ILogger<RoomService> logger)
{
    public async Task<Outcome<MembershipUpdate>> CreateAsync(Caller caller, CreateRoomRequest request, CancellationToken cancellationToken)
    {
        if (request.CreatedAt is not null && caller.ApiKeyId is null)
        {
            return Refusal.ServerOnly;
        }

        var members = await MembersAsync(caller, request.Members ?? [], cancellationToken);
        if (members.Refusal is { } unknown)
        {
            return unknown;
        }

        var (roomId, name, kind) = (ids.NewRoomId(), request.Name!.Trim(), request.Kind ?? RoomKind.Private);
        string[] everyone = [.. members.Value.Select(user => user.Id).Prepend(caller.UserId).Where(userId => userId != Actor.System.Id)];
        if (kind == RoomKind.Public)
        {
            await directory.AddAsync(roomId, name, cancellationToken);
        }

        var command = new CreateRoom(Actor.Of(caller), roomId, name, kind, members.Value, [.. Enumerable.Range(0, members.Value.Count + 1).Select(_ => ids.NewId())], request.DefaultRole ?? DefaultRole.Member, request.CreatedAt);
        var appended = await membershipWriter.AppendAsync(roomId, everyone, command, cancellationToken);
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        logger.RoomCreated(roomId, kind, everyone.Length);
        return new MembershipUpdate(Room.Of(appended.Value.Head!, Role.Owner), appended.Value.Broadcast) { Added = everyone };
    }

    /// <summary>Reads a room: a public one for everyone, others for their members.</summary>
    public async Task<Outcome<Room>> GetAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var membership = await access.FindAsync(caller.UserId, roomId, cancellationToken);
        if (membership.Refusal is { } notFound)
        {
            return notFound;
        }

        var (head, member) = membership.Value;
        if (member is null && head.Kind != RoomKind.Public)
        {
            return Refusal.RoomNotFound;
        }

        var both = head.Kind == RoomKind.Direct ? await rows.MembersAsync(roomId, afterUserId: null, 2, cancellationToken) : [];
        return Room.Of(head, member?.Role, Room.Other(head, caller.UserId, both));
    }

    public async Task<Outcome<MembershipUpdate>> UpdateAsync(Caller caller, string roomId, UpdateRoomRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim();
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Update, cancellationToken);
        if (membership.Refusal is { } notAllowed)
        {
            return notAllowed;
        }

        var before = membership.Value.Head;
        var isPublic = before.Kind == RoomKind.Public;
        if (isPublic && name is not null)
        {
            await directory.AddAsync(roomId, name, cancellationToken);
        }

        var appended = await appender.AppendAsync(roomId, new UpdateRoom(Actor.Of(caller), [ids.NewId(), ids.NewId(), ids.NewId()], name, request.DefaultRole, request.Topic?.Trim()));
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        if (isPublic && name is not null)
        {
            background.Start($"renamed:{roomId}:{before.Seq}", () => directory.DropAsync(roomId, before.Name, name, CancellationToken.None));
        }

        return new MembershipUpdate(Room.Of(appended.Value.Head!, membership.Value.Member!.Role), appended.Value.Broadcast);
    }

    private async Task<Outcome<IReadOnlyList<UserRef>>> MembersAsync(Caller caller, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        var wanted = userIds.Where(userId => userId != caller.UserId).Distinct().ToArray();
        var profiles = await Task.WhenAll(wanted.Select(userId => users.ProfileAsync(userId, cancellationToken)));
        var unknown = Array.FindIndex(profiles, profile => profile is null);
        if (unknown >= 0)
        {
            return Refusal.Invalid("members", $"User '{wanted[unknown]}' not found.");
        }

        var refusals = await profiles.SelectParallelAsync((profile, token) => contacts.RefuseAsync(caller.UserId, profile!, token), cancellationToken);
        var refused = Array.FindIndex(refusals, refusal => refusal is not null);
        return refused >= 0
            ? refusals[refused]! with { Detail = $"{profiles[refused]!.Username}: {refusals[refused]!.Detail}" }
            : profiles.Select(profile => profile!.ToRef()).ToArray();
    }
}
