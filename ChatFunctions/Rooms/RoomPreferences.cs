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
            .Then(body => SetAsync(request.Caller().UserId, roomId, body, cancellationToken))
            .ToLive(set => new LiveResponse
            {
                Response = JsonAnswer.Ok(set),
                Messages = [LiveMessages.RoomListUpdate(request.Caller().UserId, roomId, RoomListChange.PreferencesChanged)],
            });

    private async Task<Outcome<RoomPreferences>> SetAsync(string userId, string roomId, RoomPreferences wanted, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(userId, roomId, RoomAction.Read, cancellationToken);
        return membership.Refusal is { } refusal ? refusal
            : await userRooms.TrySetPreferencesAsync(userId, roomId, wanted.Level!.Value, wanted.Favourite!.Value, cancellationToken) ? wanted
            : Refusal.RoomNotFound;
    }
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
internal sealed class HiddenRoomFunctions(RoomAccess access, RoomRows rows, UserRoomStore userRooms)
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
        return SetAsync(userId, roomId, isHidden, cancellationToken).ToLive(room => new LiveResponse
        {
            Response = JsonAnswer.Ok(room),
            Messages = [LiveMessages.RoomListUpdate(userId, roomId, change)],
        });
    }

    /// <returns>The room; 409 <c>room_not_direct</c>; 404 or 403 if the user isn't a member.</returns>
    private async Task<Outcome<Room>> SetAsync(string userId, string roomId, bool isHidden, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(userId, roomId, RoomAction.Read, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        var (head, member) = membership.Value;
        if (head.Kind != RoomKind.Direct)
        {
            return RoomRefusals.NotDirect;
        }

        var both = rows.MembersAsync(roomId, afterUserId: null, 2, cancellationToken);
        var isListed = userRooms.TrySetHiddenAsync(userId, roomId, isHidden ? head.Seq : 0, cancellationToken);
        await Task.WhenAll(both, isListed);
        return await isListed ? Room.Of(head, member!.Role, Room.Other(head, userId, await both)) : Refusal.RoomNotFound;
    }
}
