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
