using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The headers of a webhook call of Azure SignalR Service.</summary>
internal static class UpstreamHeaders
{
    private const string ConnectionId = "X-ASRS-Connection-Id";
    private const string Hub = "X-ASRS-Hub";
    private const string Category = "X-ASRS-Category";
    private const string Event = "X-ASRS-Event";
    private const string UserId = "X-ASRS-User-Id";
    private const string UserClaims = "X-ASRS-User-Claims";
    private const string ClientQuery = "X-ASRS-Client-Query";
    private const string Signature = "X-ASRS-Signature";

    /// <summary>What the call is about; null when a part of it is missing.</summary>
    public static EventKey? Key(IHeaderDictionary headers) =>
        Value(headers, Hub) is { } hub && Value(headers, Category) is { } category && Value(headers, Event) is { } @event
            ? new(hub, category, @event)
            : null;

    public static string? Connection(IHeaderDictionary headers) => Value(headers, ConnectionId);

    public static string? Signatures(IHeaderDictionary headers) => Value(headers, Signature);

    public static SignalRInvocationContext ToContext(IHeaderDictionary headers, EventKey key, string connectionId) => new()
    {
        ConnectionId = connectionId,
        Hub = key.Hub,
        Category = key.IsConnectionEvent ? SignalRInvocationCategory.Connections : SignalRInvocationCategory.Messages,
        Event = key.Event,
        UserId = Value(headers, UserId)!,
        Headers = headers.ToDictionary(header => header.Key, header => Split(header.Value.ToString())),
        Query = (Value(headers, ClientQuery) is { } query ? ParseQuery(query) : null)!,
        Claims = (Value(headers, UserClaims) is { } claims ? ParseClaims(claims) : null)!,
    };

    private static Dictionary<string, StringValues> ParseQuery(string query) =>
        QueryHelpers.ParseQuery(query).ToDictionary(pair => pair.Key, pair => Split(pair.Value.ToString()));

    // "type: value, type: value"; of claims of one type only the first gets through the host.
    private static Dictionary<string, StringValues> ParseClaims(string claims)
    {
        var parsed = new Dictionary<string, StringValues>();
        foreach (var claim in claims.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (claim.Split(": ", StringSplitOptions.RemoveEmptyEntries) is [var type, var value])
                parsed.TryAdd(type.Trim(), value.Trim());
        }

        return parsed;
    }

    private static StringValues Split(string value) => value.Split(',');

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
}
