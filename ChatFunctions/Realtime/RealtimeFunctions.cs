using ChatFunctions.Http;
using ChatFunctions.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Realtime;

internal sealed class RealtimeFunctions(UserRoomStore userRooms)
{
    private static readonly Refusal NotYou = new(403, "forbidden", "A live connection can only be negotiated for oneself.");

    /// <summary>
    /// Gives the caller what it takes to connect to SignalR Service. The host fills in the connection from the route, before anybody
    /// has looked at the token; so it is handed out only when the route names the caller.
    /// </summary>
    [Function("Negotiate")]
    public IResult Negotiate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{userId}/negotiate")] HttpRequest request,
        string userId,
        [SignalRConnectionInfoInput(HubName = Hub.Name, UserId = "{userId}")] SignalRConnectionInfo connection) =>
        userId == request.Caller().UserId ? TypedResults.Ok(new Negotiated(connection.Url, connection.AccessToken)) : Problem.Of(NotYou);

    /// <summary>
    /// Puts a new connection into the groups of its user's rooms. Groups are a cache of membership: this mends one that the service
    /// has lost.
    /// </summary>
    [Function("Connected")]
    [SignalROutput(HubName = Hub.Name)]
    public async Task<SignalRGroupAction[]> Connected(
        [SignalRTrigger(Hub.Name, "connections", "connected")] SignalRInvocationContext connection, CancellationToken cancellationToken)
    {
        var roomIds = await userRooms.RoomIdsAsync(connection.UserId, cancellationToken);
        return [.. roomIds.Select(roomId => new SignalRGroupAction(SignalRGroupActionType.Add) { ConnectionId = connection.ConnectionId, GroupName = roomId })];
    }
}

/// <summary>What a SignalR client follows to the service.</summary>
public sealed record Negotiated(string Url, string AccessToken);
