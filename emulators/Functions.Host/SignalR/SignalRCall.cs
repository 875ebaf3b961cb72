using System.Text;
using System.Text.Json;

namespace Functions.Host.SignalR;

/// <summary>The REST call for an item of an output.</summary>
/// <param name="Path">The path below the hub.</param>
/// <param name="Body">A message; null for a group action.</param>
/// <param name="ConnectionCanBeGone">Whether a 404 for a closed connection is a success.</param>
internal sealed record SignalRCall(HttpMethod Method, string Path, byte[]? Body = null, bool ConnectionCanBeGone = false)
{
    /// <summary>Reads an item as a message or as a group action. Returns null for an item that the official host ignores.</summary>
    /// <exception cref="Exception">It is a <see cref="FormatException"/> or a <see cref="JsonException"/> if the item is neither.</exception>
    public static SignalRCall? From(JsonElement json)
    {
        var item = json.Deserialize<Item>(JsonSerializerOptions.Web)!;
        var (connection, user, group) = (Escape(item.ConnectionId), Escape(item.UserId), Escape(item.GroupName));
        if (item is { Target.ValueKind: JsonValueKind.String, Arguments.ValueKind: JsonValueKind.Array })
        {
            var to = connection is not null ? $"connections/{connection}/" : user is not null ? $"users/{user}/" : group is not null ? $"groups/{group}/" : "";

            // In the SDK's format, with unchanged arguments.
            var body = $$"""{"Target":{{item.Target.GetRawText()}},"Arguments":{{item.Arguments.GetRawText()}}}""";
            return new(HttpMethod.Post, $"{to}:send", Encoding.UTF8.GetBytes(body));
        }

        return (item.Action?.ToLowerInvariant(), connection, user, group) switch
        {
            ("add", { }, _, { }) => new(HttpMethod.Put, $"groups/{group}/connections/{connection}", ConnectionCanBeGone: true),
            ("add", _, { }, { }) => new(HttpMethod.Put, $"users/{user}/groups/{group}"),
            ("remove", { }, _, { }) => new(HttpMethod.Delete, $"groups/{group}/connections/{connection}"),
            ("remove", _, { }, { }) => new(HttpMethod.Delete, $"users/{user}/groups/{group}"),
            ("removeall", { }, _, _) => null, // The official host ignores it.
            ("removeall", _, { }, _) => new(HttpMethod.Delete, $"users/{user}/groups"),
            _ => throw new FormatException(
                "An item is neither a message (target and arguments) nor a group action (action, groupName, and connectionId or userId)."),
        };
    }

    private static string? Escape(string? id) => id is { Length: > 0 } ? Uri.EscapeDataString(id) : null;

    private sealed record Item(JsonElement Target, JsonElement Arguments, string? Action, string? ConnectionId, string? UserId, string? GroupName);
}
