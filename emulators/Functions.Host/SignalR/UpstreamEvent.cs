using Microsoft.AspNetCore.WebUtilities;

namespace Functions.Host.SignalR;

/// <summary>The event of a webhook call, from its headers.</summary>
internal sealed record UpstreamEvent(string Hub, string Category, string Event, IHeaderDictionary Headers)
{
    public bool IsConnected => Is(Category, "connections") && Is(Event, "connected");

    public bool IsMessage => Is(Category, "messages");

    public string? ConnectionId => Value(Headers, "Connection-Id");

    public string? Signatures => Value(Headers, "Signature");

    /// <summary>Reads the headers; null if one is missing.</summary>
    public static UpstreamEvent? Read(IHeaderDictionary headers) =>
        Value(headers, "Hub") is { } hub && Value(headers, "Category") is { } category && Value(headers, "Event") is { } name ? new(hub, category, name, headers) : null;

    /// <summary>Whether a trigger with these names matches the event.</summary>
    public bool Matches(string? hub, string? category, string? name) => Is(Hub, hub) && Is(Category, category) && Is(Event, name);

    /// <summary>The invocation context that the trigger's parameter gets.</summary>
    public object ToContext(UpstreamMessage message) => new
    {
        Arguments = IsMessage ? message.Arguments : null,
        message.Error,
        Category = IsMessage ? "Messages" : "Connections",
        Event,
        Hub,
        ConnectionId,
        UserId = Value(Headers, "User-Id"),
        Headers = Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
        Query = QueryHelpers.ParseQuery(Value(Headers, "Client-Query")).ToDictionary(query => query.Key, query => query.Value.ToString()),
        Claims = Claims(),
    };

    // "type: value, type: value". Of several claims of one type, the official host keeps the first.
    private Dictionary<string, string> Claims()
    {
        var claims = new Dictionary<string, string>();
        foreach (var claim in (Value(Headers, "User-Claims") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (claim.Split(": ", StringSplitOptions.RemoveEmptyEntries) is [var type, var value])
                claims.TryAdd(type.Trim(), value.Trim());
        }

        return claims;
    }

    private static bool Is(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue("X-ASRS-" + name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
}
