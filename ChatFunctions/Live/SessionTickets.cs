using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Live;

/// <summary>
/// Names the session of a live connection in the URL that a client connects to, signed, so that a client can't name another session. The
/// client's token can't: the host makes it before anybody has looked at the caller's.
/// </summary>
internal sealed class SessionTickets(IOptions<TokenOptions> options)
{
    private const string Parameter = "session";

    /// <summary>The service's URL for a client of this session.</summary>
    public string AddTo(string url, Caller caller) =>
        QueryHelpers.AddQueryString(url, Parameter, $"{caller.SessionId}.{Base64Url.EncodeToString(Sign(options.Value.SigningKey.Key, caller.UserId, caller.SessionId))}");

    /// <returns>The session that the URL names; null: none of this user.</returns>
    public string? SessionOf(SignalRInvocationContext connection) =>
        connection.Query?.TryGetValue(Parameter, out var ticket) == true && ticket.ToString().Split('.') is [var sessionId, var signature]
        && Ids.IsPlausible(sessionId) && Base64Url.IsValid(signature)
        && options.Value.ValidKeys.Any(key => CryptographicOperations.FixedTimeEquals(Sign(key.Key, connection.UserId, sessionId), Base64Url.DecodeFromChars(signature)))
            ? sessionId
            : null;

    /// <summary>No access token has a colon in what it signs with the same key.</summary>
    private static byte[] Sign(byte[] key, string userId, string sessionId) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"live:{userId}.{sessionId}"));
}
