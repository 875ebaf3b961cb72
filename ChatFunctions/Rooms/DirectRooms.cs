using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

internal sealed class DirectFunctions(DirectRooms rooms)
{
    [Function("PutDirectRoom")]
    public Task<LiveResponse> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "direct/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutDirectRoomRequest>(cancellationToken, whenAbsent: new PutDirectRoomRequest(CreatedAt: null))
            .Then(body => rooms.PutAsync(request.Caller(), userId, body.CreatedAt, cancellationToken))
            .ToLive(direct => direct.Changed.ToLive(direct.IsNew
                ? JsonAnswer.Created($"/api/rooms/{direct.Changed.Room.Id}", direct.Changed.Room)
                : JsonAnswer.Ok(direct.Changed.Room)));
}

/// <summary>Body of <c>PUT /direct/{userId}</c>.</summary>
/// <param name="CreatedAt">When an imported room was created; only back ends can set it.</param>
public sealed record PutDirectRoomRequest(DateTimeOffset? CreatedAt);

/// <summary>
/// Direct rooms. Their ids are derived from their two users, so there is exactly one for each pair. A user's direct room with themselves is
/// for notes.
/// </summary>
internal sealed class DirectRooms(RoomAccess access, MembershipWriter membershipWriter, UserStore users, ContactRules contacts, Blocks blocks, Ids ids)
{
    /// <param name="createdAt">When an imported room was created; null: now, if it doesn't exist.</param>
    public async Task<Outcome<DirectRoom>> PutAsync(Caller caller, string userId, DateTimeOffset? createdAt, CancellationToken cancellationToken)
    {
        if (createdAt is not null && caller.ApiKeyId is null)
        {
            return Refusal.ServerOnly;
        }

        var roomId = Ids.DirectRoomId(caller.UserId, userId);
        var (profile, membership) = await BoundedRequests.BothAsync(users.ProfileAsync(userId, cancellationToken), access.FindAsync(caller.UserId, roomId, cancellationToken));
        if (profile is null)
        {
            return Refusal.UserNotFound;
        }

        var other = profile.ToRef();
        if (membership is { Refusal: null, Value.Member: null })
        {
            // The room and its membership are created together but read separately, and the first read was too early.
            membership = await access.FindAsync(caller.UserId, roomId, cancellationToken);
        }

        if (membership.Refusal is null)
        {
            return Present(membership.Value, other);
        }

        if (await contacts.RefuseAsync(caller.UserId, profile, cancellationToken) is { } notContactable)
        {
            return notContactable;
        }

        UserRef[] others = userId == caller.UserId ? [] : [other];
        string[] both = [caller.UserId, .. others.Select(user => user.Id)];
        var command = new CreateRoom(Actor.Of(caller), roomId, "", RoomKind.Direct, others, [.. both.Select(_ => ids.NewId())], CreatedAt: createdAt);
        var appended = await membershipWriter.AppendAsync(roomId, both, command, cancellationToken);
        if (appended.Refusal is null)
        {
            await ApplyBlocksAsync(caller.UserId, userId);
            return new DirectRoom(true, Changed(appended.Value.Head!, other, appended.Value.Broadcast) with { Added = both });
        }

        // Both users created it concurrently, and the other was first.
        return appended.Refusal == RoomRefusals.Exists
            ? await access.FindAsync(caller.UserId, roomId, cancellationToken).Then(present => Task.FromResult(Present(present, other)))
            : appended.Refusal;
    }

    /// <summary>One user may have blocked the other before the room existed.</summary>
    private async Task ApplyBlocksAsync(string oneId, string otherId)
    {
        foreach (var (blockerId, userId) in new[] { (oneId, otherId), (otherId, oneId) })
        {
            if (await blocks.HasAsync(blockerId, userId, CancellationToken.None))
            {
                await blocks.ApplyAsync(blockerId, userId);
            }
        }
    }

    /// <summary>A room that exists. If it has no message yet, an earlier call may have been interrupted before the two users were notified.</summary>
    private static Outcome<DirectRoom> Present(RoomMembership membership, UserRef other) => membership.Member is { } caller
        ? new DirectRoom(false, Changed(membership.Head, other, []) with { Added = membership.Head.MessageCount == 0 ? [.. new[] { caller.UserId, other.Id }.Distinct()] : [] })
        : Refusal.Unauthorized;

    private static MembershipUpdate Changed(RoomHead head, UserRef other, IReadOnlyList<RoomEvent> broadcast) => new(Room.Of(head, Role.Member, other), broadcast);
}

/// <param name="IsNew">Whether this call created it.</param>
internal sealed record DirectRoom(bool IsNew, MembershipUpdate Changed);
