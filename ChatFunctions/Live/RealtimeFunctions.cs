using System.Threading.RateLimiting;
using ChatFunctions.Accounts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Live;

internal sealed class RealtimeFunctions(
    PresenceService presence, Sessions sessions, SessionTickets tickets, LiveConnections connections, [FromKeyedServices(nameof(RealtimeFunctions))] ConcurrencyLimiter events)
{
    private static readonly Refusal NotYou = new(403, "forbidden", "You can only open a live connection for yourself.");

    /// <summary>
    /// Returns the URL and token for a connection to SignalR Service. The host creates them for the user in the route before the app runs, so the
    /// app returns them only if that user is the caller.
    /// </summary>
    [Function("Negotiate")]
    public IResult Negotiate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{userId}/negotiate")] HttpRequest request,
        string userId,
        [SignalRConnectionInfoInput(HubName = Hub.Name, UserId = "{userId}")] SignalRConnectionInfo connection) =>
        userId == request.Caller().UserId && request.Caller().ApiKeyId is null
            ? TypedResults.Ok(new Negotiated(tickets.AddTo(connection.Url, request.Caller()), connection.AccessToken))
            : Problem.Of(NotYou);

    /// <summary>
    /// Adds a new connection to the groups of its user's rooms, removes its user from the groups of rooms that the user has left, and counts as a
    /// heartbeat. It adds the connection but removes the user, so that a concurrent removal from a room lasts. It closes a connection of a session
    /// that has ended, whose client may have kept its token.
    /// </summary>
    [Function("Connected")]
    public async Task<LiveEvent> Connected(
        [SignalRTrigger(Hub.Name, "connections", "connected")] SignalRInvocationContext connection, CancellationToken cancellationToken)
    {
        // Before any use of storage, so that many clients that connect concurrently don't delay sends.
        using var turn = await events.AcquireAsync(cancellationToken: cancellationToken);
        if (tickets.SessionOf(connection) is not { } sessionId || !await sessions.IsOpenAsync(connection.UserId, sessionId, cancellationToken))
        {
            await connections.CloseAsync(connection.ConnectionId, cancellationToken);
            return new LiveEvent();
        }

        var ((joined, former), messages) = await presence.OpenedAsync(connection.UserId, sessionId, connection.ConnectionId, cancellationToken);
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

    /// <summary>Shortens the lease of a user whose last connection closed. A crashed client may send no such event; its lease still expires.</summary>
    [Function("Disconnected")]
    public async Task<LiveEvent> Disconnected(
        [SignalRTrigger(Hub.Name, "connections", "disconnected")] SignalRInvocationContext connection, CancellationToken cancellationToken)
    {
        using var turn = await events.AcquireAsync(cancellationToken: cancellationToken);
        return new LiveEvent { Messages = await presence.ClosedAsync(connection.UserId, connection.ConnectionId, cancellationToken) };
    }
}

/// <summary>The URL and token with which a SignalR client connects.</summary>
public sealed record Negotiated(string Url, string AccessToken);

/// <summary>
/// Adds the signed session id to the URL of a live connection. The client's token can't contain it, because the host creates that before the
/// app reads the access token.
/// </summary>
internal sealed class SessionTickets(IOptions<TokenOptions> options)
{
    private const string Parameter = "session";
    private const string Purpose = "live";

    /// <summary>The URL for a client of the caller's session.</summary>
    public string AddTo(string url, Caller caller) =>
        QueryHelpers.AddQueryString(url, Parameter, $"{caller.SessionId}.{options.Value.Sign(Purpose, Signed(caller.UserId, caller.SessionId))}");

    /// <returns>The session in the URL; null if there is none or its signature is wrong.</returns>
    public string? SessionOf(SignalRInvocationContext connection) =>
        connection.Query?.TryGetValue(Parameter, out var ticket) == true && ticket.ToString().Split('.') is [var sessionId, var signature]
        && Ids.IsPlausible(sessionId) && options.Value.IsSigned(Purpose, Signed(connection.UserId, sessionId), signature)
            ? sessionId
            : null;

    private static string Signed(string userId, string sessionId) => $"{userId}.{sessionId}";
}
