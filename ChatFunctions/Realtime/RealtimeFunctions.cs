using ChatFunctions.Http;
using ChatFunctions.Presence;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Realtime;

internal sealed class RealtimeFunctions(LiveRooms rooms, PresenceService presence)
{
    internal static readonly Refusal NotYou = new(403, "forbidden", "A live connection can only be negotiated for oneself.");

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
    /// Puts a new connection into the groups of its user's rooms, which mends what the service may have lost, and takes it for a
    /// heartbeat. The service itself remembers a user's groups, so rooms left out, of a user with very many, are normally heard too.
    /// This names the connection rather than the user: should the user be removed from a room at this moment, it ends with the connection.
    /// </summary>
    [Function("Connected")]
    public async Task<LiveEvent> Connected(
        [SignalRTrigger(Hub.Name, "connections", "connected")] SignalRInvocationContext connection, CancellationToken cancellationToken)
    {
        var roomIds = rooms.OfAsync(connection.UserId, turn: connection.ConnectionId, cancellationToken);
        var messages = presence.OpenedAsync(connection.UserId, connection.ConnectionId, cancellationToken);
        await Task.WhenAll(roomIds, messages);
        return new LiveEvent
        {
            Groups = [.. (await roomIds).Select(roomId => new SignalRGroupAction(SignalRGroupActionType.Add) { ConnectionId = connection.ConnectionId, GroupName = roomId })],
            Messages = await messages,
        };
    }

    /// <summary>A hint that a client is gone. There may be none when one crashes, and its user's lease ends all the same.</summary>
    [Function("Disconnected")]
    public Task Disconnected(
        [SignalRTrigger(Hub.Name, "connections", "disconnected")] SignalRInvocationContext connection, CancellationToken cancellationToken) =>
        presence.ClosedAsync(connection.UserId, connection.ConnectionId, cancellationToken);
}

/// <summary>What a SignalR client follows to the service.</summary>
public sealed record Negotiated(string Url, string AccessToken);
