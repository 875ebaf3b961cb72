using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

internal sealed class MemberFunctions(MemberService members)
{
    private const string All = "rooms/{roomId}/members";
    private const string One = All + "/{userId}";

    [AllowServer]
    [Function("ListMembers")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(page => members.PageAsync(request.Caller(), roomId, page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("JoinRoom")]
    public Task<LiveResponse> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/join")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        members.JoinAsync(request.Caller(), roomId, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("PutMember")]
    public Task<LiveResponse> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutMemberRequest>(cancellationToken)
            .Then(body => members.PutAsync(request.Caller(), roomId, userId, body.Role, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [RequireServer]
    [Function("PutMembers")]
    public Task<LiveResponse> PutSeveral(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All + "/batch")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutMembersRequest, PutMembersValidator>(cancellationToken)
            .Then(body => members.PutSeveralAsync(request.Caller(), roomId, body.Members!, cancellationToken))
            .ToLive(put => put.Update.ToLive(JsonAnswer.Ok(put.Result)));

    [AllowServer]
    [Function("RemoveMember")]
    public Task<LiveResponse> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        members.RemoveAsync(request.Caller(), roomId, userId, ban: false, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));
}

/// <summary>A member as the others see it.</summary>
/// <param name="ReadSeq">The seq up to which the member has read; 0: nothing.</param>
public sealed record RoomMember(UserRef User, Role Role, DateTimeOffset JoinedAt, long ReadSeq)
{
    internal static RoomMember Of(MemberRow row) => new(row.ToRef(), row.Role, row.JoinedAt, row.ReadSeq ?? 0);
}

/// <summary>Body of <c>PUT /rooms/{roomId}/members/{userId}</c>.</summary>
/// <param name="Role">Absent: the room's default for a new member, unchanged for a current one.</param>
public sealed record PutMemberRequest(Role? Role);

/// <summary>Body of <c>POST /rooms/{roomId}/members/batch</c>: 1 to <see cref="Limits.BatchMembers"/> members.</summary>
public sealed record PutMembersRequest(IReadOnlyList<PutMembersItem>? Members);

/// <summary>One member of <c>POST /rooms/{roomId}/members/batch</c>.</summary>
/// <param name="Role">As in <see cref="PutMemberRequest"/>.</param>
public sealed record PutMembersItem(string? UserId, Role? Role);

/// <summary>The answer of <c>POST /rooms/{roomId}/members/batch</c>.</summary>
/// <param name="Refused">The users who were refused; all others are members.</param>
public sealed record PutMembersResult(Room Room, IReadOnlyList<RefusedMember> Refused);

/// <param name="Code">The code with which <c>PUT /rooms/{roomId}/members/{userId}</c> would refuse the user.</param>
public sealed record RefusedMember(string UserId, string Code);

internal sealed class PutMembersValidator : AbstractValidator<PutMembersRequest>
{
    public PutMembersValidator()
    {
        RuleFor(batch => batch.Members).SetValidator(new CountValidator<PutMembersRequest, PutMembersItem>(Limits.BatchMembers, "members"))
            .Must(members => members is null || members.DistinctBy(member => member?.UserId).Count() == members.Count).WithMessage("Use each userId once.");
        RuleForEach(batch => batch.Members).NotNull().SetValidator(new PutMembersItemValidator());
    }
}

internal sealed class PutMembersItemValidator : AbstractValidator<PutMembersItem>
{
    public PutMembersItemValidator() => RuleFor(member => member.UserId).NotEmpty();
}

/// <summary>
/// Joining, adding, changing roles, leaving and removing. The commit decides what is allowed; checks before it only avoid useless writes to
/// room lists.
/// </summary>
internal sealed class MemberService(
    RoomAppender appender,
    MembershipWriter membershipWriter,
    RoomStore store,
    RoomAccess access,
    UserStore users,
    ContactRules contacts,
    JoinedRoomIndex traces,
    PresenceService presence,
    Ids ids)
{
    /// <param name="afterUserId">The last user of the previous page; null: the first page.</param>
    /// <returns>Members in the order of user ids, which is the order of registration.</returns>
    public async Task<Outcome<Page<RoomMember>>> PageAsync(Caller caller, string roomId, string? afterUserId, int limit, CancellationToken cancellationToken)
    {
        var read = await access.ReadAsync(
            caller.UserId, roomId, access.CheckAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken), () => store.MembersAsync(roomId, afterUserId, limit + 1, cancellationToken));
        if (read.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = read.Value.Content;
        var page = found.Take(limit).Select(RoomMember.Of).ToArray();
        return new Page<RoomMember>(page, found.Count > limit ? page[^1].User.Id : null);
    }

    /// <summary>Joins a public room; does nothing if the caller is already a member.</summary>
    public async Task<Outcome<MembershipUpdate>> JoinAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken);
        if (membership.Refusal == RoomRefusals.NotAMember)
        {
            return await membershipWriter.JoinAsync(roomId, new JoinRoom(Actor.Of(caller), ids.NewId()), cancellationToken);
        }

        return membership.Refusal is { } refusal
            ? refusal
            : new MembershipUpdate(Room.Of(membership.Value.Head, membership.Value.Member!.Role), []) { Added = [caller.UserId] };
    }

    /// <summary>Adds a member, or changes a member's role.</summary>
    public Task<Outcome<MembershipUpdate>> PutAsync(Caller caller, string roomId, string userId, Role? role, CancellationToken cancellationToken) =>
        access.CheckAsync(caller.UserId, roomId, RoomAction.ManageMembers, cancellationToken)
            .Then(membership => PutAsync(caller, membership, userId, role, cancellationToken));

    private async Task<Outcome<MembershipUpdate>> PutAsync(Caller caller, RoomMembership membership, string userId, Role? role, CancellationToken cancellationToken)
    {
        if (await users.ProfileAsync(userId, cancellationToken) is not { } user)
        {
            return Refusal.UserNotFound;
        }

        // Don't write to the room list if nothing changes, because that would move the room up.
        var (head, own, roomId) = (membership.Head, membership.Member!.Role, membership.Head.RoomId);
        var present = await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        if (present is not null && (role is null || role == present.Role))
        {
            return new MembershipUpdate(Room.Of(head, own), []) { Added = [userId] };
        }

        if (present is null && await contacts.RefuseAsync(caller.UserId, user, cancellationToken) is { } notContactable)
        {
            return notContactable;
        }

        if (present is null && await store.IsBannedAsync(userId, roomId, cancellationToken))
        {
            return RoomRefusals.UserBanned;
        }

        var appended = await membershipWriter.AppendAsync(roomId, [userId], new PutMember(Actor.Of(caller), ids.NewId(), user.ToRef(), role), cancellationToken);
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        return new MembershipUpdate(Room.Of(appended.Value.Head!, userId == caller.UserId ? role ?? own : own), appended.Value.Broadcast)
        {
            Added = appended.Value.Events is [RoomChange { Change: RoomChangeType.MemberRoleChanged }] ? [] : [userId],
        };
    }

    /// <summary>Adds several members, or changes their roles. A refusal of one doesn't affect the others.</summary>
    public async Task<Outcome<(MembershipUpdate Update, PutMembersResult Result)>> PutSeveralAsync(
        Caller caller, string roomId, IReadOnlyList<PutMembersItem> members, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.ManageMembers, cancellationToken);
        if (membership.Refusal is { } notAllowed)
        {
            return notAllowed;
        }

        var put = await members.SelectParallelAsync((member, token) => PutAsync(caller, membership.Value, member.UserId!, member.Role, token), cancellationToken);
        var done = put.Where(outcome => outcome.Refusal is null).Select(outcome => outcome.Value).ToList();
        var room = done.MaxBy(update => update.Room.Head)?.Room ?? Room.Of(membership.Value.Head, membership.Value.Member!.Role);
        var refused = members.Zip(put).Where(one => one.Second.Refusal is not null).Select(one => new RefusedMember(one.First.UserId!, one.Second.Refusal!.Code));
        return (
            new MembershipUpdate(room, [.. done.SelectMany(update => update.Broadcast).OrderBy(happened => happened.Seq)]) { Added = [.. done.SelectMany(update => update.Added)] },
            new PutMembersResult(room, [.. refused]));
    }

    /// <summary>Removes a member, or leaves. A user who isn't a member can only be banned.</summary>
    public async Task<Outcome<MembershipUpdate>> RemoveAsync(Caller caller, string roomId, string userId, bool ban, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(userId))
        {
            return Refusal.UserNotFound;
        }

        if (ban && userId == caller.UserId)
        {
            return Refusal.Invalid("userId", "You can't ban yourself.");
        }

        Role? own = null;
        if (userId != caller.UserId)
        {
            var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.ManageMembers, cancellationToken);
            if (membership.Refusal is { } notAllowed)
            {
                return notAllowed;
            }

            own = membership.Value.Member!.Role;
        }

        if (ban && await users.ProfileAsync(userId, cancellationToken) is null)
        {
            return Refusal.UserNotFound;
        }

        await presence.RemovingAsync(userId, roomId, cancellationToken);
        var appended = await appender.AppendAsync(roomId, new RemoveMember(Actor.Of(caller), ids.NewId(), userId, ban));
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        // A user who was never a member isn't notified. A former member is notified again, because an earlier attempt may have been interrupted.
        var changed = new MembershipUpdate(Room.Of(appended.Value.Head!, own), appended.Value.Broadcast);
        if (appended.Value.Events.Count == 0 && !await traces.HasAsync(userId, roomId, CancellationToken.None))
        {
            return changed;
        }

        // The room stays on the user's list until the cleanup, so that new connections leave its group.
        return changed with { Removed = [userId] };
    }
}
