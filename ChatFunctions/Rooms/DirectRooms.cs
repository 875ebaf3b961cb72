using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

internal sealed class DirectFunctions(DirectRooms rooms)
{
    [Function("PutDirectRoom")]
    public Task<LiveResponse> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "direct/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        rooms.PutAsync(request.Caller(), userId, cancellationToken)
            .ToLive(direct => direct.Changed.ToLive(direct.IsNew
                ? JsonAnswer.Created($"/api/rooms/{direct.Changed.Room.Id}", direct.Changed.Room)
                : JsonAnswer.Ok(direct.Changed.Room)));
}

/// <summary>Direct rooms. Their ids are derived from their two users, so there is exactly one for each pair.</summary>
internal sealed class DirectRooms(RoomAccess access, MembershipWriter membershipWriter, UserStore users, Ids ids)
{
    public async Task<Outcome<DirectRoom>> PutAsync(Caller caller, string userId, CancellationToken cancellationToken)
    {
        if (userId == caller.UserId)
        {
            return Refusal.Invalid("userId", "You can't open a direct room with yourself.");
        }

        var roomId = Ids.DirectRoomId(caller.UserId, userId);
        var profileRead = users.ProfileAsync(userId, cancellationToken);
        var membershipRead = access.FindAsync(caller.UserId, roomId, cancellationToken);
        await Task.WhenAll(profileRead, membershipRead);
        if (await profileRead is not { } profile)
        {
            return Refusal.UserNotFound;
        }

        var other = profile.ToRef();
        var membership = await membershipRead;
        if (membership is { Refusal: null, Value.Member: null })
        {
            // The room and the membership are two reads, and are made together: it was between the two.
            membership = await access.FindAsync(caller.UserId, roomId, cancellationToken);
        }

        if (membership.Refusal is null)
        {
            return Present(membership.Value, other);
        }

        var command = new CreateRoom(Actor.Of(caller), roomId, "", RoomKind.Direct, [other], [ids.NewId(), ids.NewId()]);
        var appended = await membershipWriter.AppendAsync(roomId, [caller.UserId, userId], command, cancellationToken);
        if (appended.Refusal is null)
        {
            return new DirectRoom(true, Changed(appended.Value.Head!, other, appended.Value.Broadcast) with { Added = [caller.UserId, userId] });
        }

        // Both users created it concurrently, and the other was first.
        return appended.Refusal == RoomRefusals.Exists
            ? await access.FindAsync(caller.UserId, roomId, cancellationToken).Then(present => Task.FromResult(Present(present, other)))
            : appended.Refusal;
    }

    /// <summary>A room that exists. If it has no message yet, an earlier call may have been interrupted before the two users were notified.</summary>
    private static Outcome<DirectRoom> Present(RoomMembership membership, UserRef other) => membership.Member is { } caller
        ? new DirectRoom(false, Changed(membership.Head, other, []) with { Added = membership.Head.MessageCount == 0 ? [caller.UserId, other.Id] : [] })
        : Refusal.Unauthorized;

    private static MembershipUpdate Changed(RoomHead head, UserRef other, IReadOnlyList<RoomEvent> broadcast) => new(Room.Of(head, Role.Member, other), broadcast);
}

/// <param name="IsNew">Whether it was made just now.</param>
/// <param name="Changed">The room.</param>
internal sealed record DirectRoom(bool IsNew, MembershipUpdate Changed);
