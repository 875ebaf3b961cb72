using System.Threading.RateLimiting;
using ChatFunctions.Accounts;

namespace ChatFunctions.Live;

internal sealed class RealtimeFunctions(
    LiveRooms rooms, PresenceService presence, Sessions sessions, SessionTickets tickets, LiveConnections connections, [FromKeyedServices(nameof(RealtimeFunctions))] ConcurrencyLimiter opening)
{
    private static readonly Refusal NotYou = new(403, "forbidden", "You can only open a live connection for yourself.");

    /// <summary>
    /// Gives the caller what it takes to connect to SignalR Service. The host fills in the connection from the route, before anybody
    /// has looked at the token; so it is handed out only when the route names the caller.
    /// </summary>
    [Function("Negotiate")]
    public IResult Negotiate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{userId}/negotiate")] HttpRequest request,
        string userId,
        [SignalRConnectionInfoInput(HubName = Hub.Name, UserId = "{userId}")] SignalRConnectionInfo connection) =>
        userId == request.Caller().UserId
            ? TypedResults.Ok(new Negotiated(tickets.AddTo(connection.Url, request.Caller()), connection.AccessToken))
            : Problem.Of(NotYou);

    /// <summary>
    /// Puts a new connection into the groups of its user's rooms, takes its user out of those of rooms that the user has left, which both
    /// mends what got lost on the way to the service, and takes it for a heartbeat. Coming in names the connection: should the user be
    /// removed from a room at this moment, it ends with the connection, or when a heartbeat looks again. Going names the user, to end for good.
    /// A connection of a session that has ended is closed: its client may have kept the token that it connects with.
    /// </summary>
    [Function("Connected")]
    public async Task<LiveEvent> Connected(
        [SignalRTrigger(Hub.Name, "connections", "connected")] SignalRInvocationContext connection, CancellationToken cancellationToken)
    {
        if (tickets.SessionOf(connection) is not { } sessionId || !await sessions.IsOpenAsync(connection.UserId, sessionId, cancellationToken))
        {
            await connections.CloseAsync(connection.ConnectionId, cancellationToken);
            return new LiveEvent();
        }

        // Very many clients that connect at once leave room for sends.
        using var turn = await opening.AcquireAsync(cancellationToken: cancellationToken);

        // Read memberships last, to keep the time until joining the groups short.
        var messages = await presence.OpenedAsync(connection.UserId, sessionId, connection.ConnectionId, cancellationToken);
        var (joined, former) = await rooms.GroupsAsync(connection.UserId, among: [], cancellationToken);
        return new LiveEvent
        {
            Groups =
            [
                .. joined.Select(roomId => new SignalRGroupAction(SignalRGroupActionType.Add) { ConnectionId = connection.ConnectionId, GroupName = roomId }),
                .. former.Select(roomId => LiveMessages.Leave(connection.UserId, roomId)),
            ],
            Messages = messages,
        };
    }

    /// <summary>A hint that a client is gone. There may be none when one crashes, and its user's lease ends all the same.</summary>
    [Function("Disconnected")]
    public async Task<LiveEvent> Disconnected(
        [SignalRTrigger(Hub.Name, "connections", "disconnected")] SignalRInvocationContext connection, CancellationToken cancellationToken) =>
        new() { Messages = await presence.ClosedAsync(connection.UserId, connection.ConnectionId, cancellationToken) };
}

/// <summary>Where and how a SignalR client connects to the service.</summary>
public sealed record Negotiated(string Url, string AccessToken);
