using System.Text;
using System.Text.Json;

namespace Functions.Host.SignalR;

/// <summary>The REST call for an item of an output.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the hub.</param>
/// <param name="Body">A message; null for a group action.</param>
/// <param name="ConnectionCanBeGone">Whether a 404 is a success.</param>
internal sealed record SignalRCall(HttpMethod Method, string Path, byte[]? Body = null, bool ConnectionCanBeGone = false)
{
    /// <summary>Reads an item as a message or as a group action. Returns null for an item that the official host ignores.</summary>
    /// <exception cref="Exception">It is a <see cref="FormatException"/> or a <see cref="JsonException"/> if the item is neither.</exception>
    public static SignalRCall? From(JsonElement json)
    {
        var item = json.Deserialize<Item>(JsonSerializerOptions.Web)!;
        return item is { Target.ValueKind: JsonValueKind.String, Arguments.ValueKind: JsonValueKind.Array } ? Send(item) : GroupAction(item);
    }

    // In the SDK's format, with unchanged arguments.
    private static SignalRCall Send(Item item) => new(
        HttpMethod.Post,
        item.Connection is { } connection ? $"connections/{connection}/:send" : item.User is { } user ? $"users/{user}/:send" : item.Group is { } group ? $"groups/{group}/:send" : ":send",
        Encoding.UTF8.GetBytes($$"""{"Target":{{item.Target.GetRawText()}},"Arguments":{{item.Arguments.GetRawText()}}}"""));

    private static SignalRCall? GroupAction(Item item)
    {
        var action = item.Action.ToString().ToLowerInvariant();
        var method = action switch
        {
            "add" => HttpMethod.Put,
            "remove" or "removeall" => HttpMethod.Delete,
            _ => throw new FormatException("An item is neither a message (target and arguments) nor a group action (action)."),
        };
        return (item.Connection, item.User, action) switch
        {
            // The official host ignores it.
            ({ }, _, "removeall") => null,
            ({ } connection, _, _) => new(method, $"groups/{Group()}/connections/{connection}", ConnectionCanBeGone: method == HttpMethod.Put),
            (_, { } user, "removeall") => new(method, $"users/{user}/groups"),
            (_, { } user, _) => new(method, $"users/{user}/groups/{Group()}"),
            _ => throw new FormatException("A group action has neither connectionId nor userId."),
        };

        string Group() => item.Group ?? throw new FormatException("A group action has no groupName.");
    }

    private sealed record Item(JsonElement Target, JsonElement Arguments, JsonElement Action, JsonElement ConnectionId, JsonElement UserId, JsonElement GroupName)
    {
        public string? Connection => Escape(ConnectionId);

        public string? User => Escape(UserId);

        public string? Group => Escape(GroupName);

        private static string? Escape(JsonElement id) => id.ToString() is { Length: > 0 } text ? Uri.EscapeDataString(text) : null;
    }
}
