using Microsoft.AspNetCore.WebUtilities;

namespace Functions.Host.SignalR;

/// <summary>The event of a webhook call, from its headers.</summary>
internal sealed record UpstreamEvent(string Hub, string Category, string Event, string ConnectionId, IHeaderDictionary Headers)
{
    public bool IsConnected => Is(Category, "connections") && Is(Event, "connected");

    public bool IsMessage => Is(Category, "messages");

    public string? Signatures => Value(Headers, "Signature");

    /// <summary>Reads the headers; null if one is missing.</summary>
    public static UpstreamEvent? Read(IHeaderDictionary headers) =>
        Value(headers, "Hub") is { } hub && Value(headers, "Category") is { } category && Value(headers, "Event") is { } name
            && Value(headers, "Connection-Id") is { } connectionId ? new(hub, category, name, connectionId, headers) : null;

    /// <summary>Whether a trigger with these names matches the event.</summary>
    public bool Matches(string? hub, string? category, string? name) => Is(Hub, hub) && Is(Category, category) && Is(Event, name);

    /// <summary>Whether the body is of the event's kind.</summary>
    public bool Matches(UpstreamMessage message) =>
        IsMessage ? message.Type == UpstreamMessage.Invocation && Is(Event, message.Target)
        : message.Type == (IsConnected ? UpstreamMessage.Opened : UpstreamMessage.Closed);

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

        // "type: value, type: value". Of several claims of one type, the official host keeps the first.
        Claims = (Value(Headers, "User-Claims") ?? "").Split(',').Select(claim => claim.Split(": ", StringSplitOptions.TrimEntries)).Where(claim => claim.Length == 2)
            .DistinctBy(claim => claim[0]).ToDictionary(claim => claim[0], claim => claim[1]),
    };

    private static bool Is(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string? Value(IHeaderDictionary headers, string name) =>
        headers.TryGetValue("X-ASRS-" + name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
}
