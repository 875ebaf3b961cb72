using ChatFunctions.Live;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

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
