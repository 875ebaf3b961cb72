using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Live;

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
