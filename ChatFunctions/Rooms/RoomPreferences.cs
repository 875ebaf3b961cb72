using ChatFunctions.Live;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>A user's own settings of a room, kept in the room list until the user leaves the room.</summary>
internal sealed class PreferenceFunctions(RoomAccess access, UserRoomStore userRooms)
{
    [Function("SetRoomPreferences")]
    public Task<LiveResponse> Set(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rooms/{roomId}/preferences")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<RoomPreferences, RoomPreferencesValidator>(cancellationToken)
            .Then(body => access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Read, cancellationToken)
                .Then(_ => SetAsync(request.Caller().UserId, roomId, body, cancellationToken)))
            .ToLive(set => new LiveResponse
            {
                Response = JsonAnswer.Ok(set),
                Messages = [LiveMessages.RoomListUpdate(request.Caller().UserId, roomId, RoomListChange.PreferencesChanged)],
            });

    private async Task<Outcome<RoomPreferences>> SetAsync(string userId, string roomId, RoomPreferences wanted, CancellationToken cancellationToken) =>
        await userRooms.TrySetPreferencesAsync(userId, roomId, wanted.Level!.Value, wanted.Favourite!.Value, cancellationToken) ? wanted : Refusal.RoomNotFound;
}

/// <summary>Body and answer of <c>PUT /rooms/{roomId}/preferences</c>.</summary>
/// <param name="Level">About which messages clients notify the user.</param>
/// <param name="Favourite">Whether clients list the room first.</param>
public sealed record RoomPreferences(NotificationLevel? Level, bool? Favourite);

internal sealed class RoomPreferencesValidator : AbstractValidator<RoomPreferences>
{
    public RoomPreferencesValidator()
    {
        RuleFor(preferences => preferences.Level).NotNull();
        RuleFor(preferences => preferences.Favourite).NotNull();
    }
}

/// <summary>Hides a direct room from a user's room list until its next message.</summary>
internal sealed class HiddenRoomFunctions(RoomAccess access, RoomStore store, UserRoomStore userRooms)
{
    private const string One = "rooms/{roomId}/hidden";

    [Function("HideRoom")]
    public Task<LiveResponse> Hide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        SetAsync(request, roomId, isHidden: true, RoomListChange.Hidden, cancellationToken);

    [Function("ShowRoom")]
    public Task<LiveResponse> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        SetAsync(request, roomId, isHidden: false, RoomListChange.Shown, cancellationToken);

    private Task<LiveResponse> SetAsync(HttpRequest request, string roomId, bool isHidden, RoomListChange change, CancellationToken cancellationToken)
    {
        var userId = request.Caller().UserId;
        return access.CheckAsync(userId, roomId, RoomAction.Read, cancellationToken)
            .Then(membership => SetAsync(userId, membership, isHidden, cancellationToken))
            .ToLive(room => new LiveResponse { Response = JsonAnswer.Ok(room), Messages = [LiveMessages.RoomListUpdate(userId, roomId, change)] });
    }

    private async Task<Outcome<Room>> SetAsync(string userId, RoomMembership membership, bool isHidden, CancellationToken cancellationToken)
    {
        var (head, member) = membership;
        if (head.Kind != RoomKind.Direct)
        {
            return RoomRefusals.NotDirect;
        }

        var (both, isListed) = await BoundedRequests.BothAsync(
            store.MembersAsync(head.RoomId, afterUserId: null, 2, cancellationToken), userRooms.TrySetHiddenAsync(userId, head.RoomId, isHidden ? head.Seq : 0, cancellationToken));
        return isListed ? Room.Of(head, member!.Role, Room.Other(head, userId, both)) : Refusal.RoomNotFound;
    }
}
