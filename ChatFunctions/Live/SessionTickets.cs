using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>The URL for a client of the caller's session.</summary>
    public string AddTo(string url, Caller caller) =>
        QueryHelpers.AddQueryString(url, Parameter, $"{caller.SessionId}.{Base64Url.EncodeToString(Sign(options.Value.SigningKey.Key, caller.UserId, caller.SessionId))}");

    /// <returns>The session in the URL; null if there is none or its signature is wrong.</returns>
    public string? SessionOf(SignalRInvocationContext connection) =>
        connection.Query?.TryGetValue(Parameter, out var ticket) == true && ticket.ToString().Split('.') is [var sessionId, var signature]
        && Ids.IsPlausible(sessionId) && Base64Url.IsValid(signature)
        && options.Value.ValidKeys.Any(key => CryptographicOperations.FixedTimeEquals(Sign(key.Key, connection.UserId, sessionId), Base64Url.DecodeFromChars(signature)))
            ? sessionId
            : null;

    /// <summary>The prefix with a colon separates these signatures from those of access tokens, which use the same key.</summary>
    private static byte[] Sign(byte[] key, string userId, string sessionId) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"live:{userId}.{sessionId}"));
}
