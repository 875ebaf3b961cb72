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
    /// <exception cref="FormatException">The item is neither.</exception>
    public static SignalRCall? From(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new FormatException($"An item is a JSON {item.ValueKind}, not an object.");

        return item.Member("target") is { ValueKind: JsonValueKind.String } target && item.Member("arguments") is { ValueKind: JsonValueKind.Array } arguments
            ? new(HttpMethod.Post, Recipient(item) + ":send", MessageBody(target, arguments))
            : GroupAction(item);
    }

    private static string Recipient(JsonElement item) =>
        Id(item, "connectionId") is { } connection ? $"connections/{connection}/"
        : Id(item, "userId") is { } user ? $"users/{user}/"
        : Id(item, "groupName") is { } group ? $"groups/{group}/"
        : "";

    // In the SDK's format, with unchanged arguments.
    private static byte[] MessageBody(JsonElement target, JsonElement arguments) =>
        Encoding.UTF8.GetBytes($$"""{"Target":{{target.GetRawText()}},"Arguments":{{arguments.GetRawText()}}}""");

    private static SignalRCall? GroupAction(JsonElement item)
    {
        var action = item.Member("action")?.ToString().ToLowerInvariant();
        var method = action switch
        {
            "add" => HttpMethod.Put,
            "remove" or "removeall" => HttpMethod.Delete,
            _ => throw new FormatException("An item is neither a message (target and arguments) nor a group action (action)."),
        };
        var all = action == "removeall";
        return (Id(item, "connectionId"), Id(item, "userId")) switch
        {
            // The official host ignores it.
            ({ }, _) when all => null,
            ({ } connection, _) => new(method, $"groups/{Group(item)}/connections/{connection}", ConnectionCanBeGone: method == HttpMethod.Put),
            (_, { } user) => new(method, all ? $"users/{user}/groups" : $"users/{user}/groups/{Group(item)}"),
            _ => throw new FormatException("A group action has neither connectionId nor userId."),
        };
    }

    private static string Group(JsonElement item) => Id(item, "groupName") ?? throw new FormatException("A group action has no groupName.");

    private static string? Id(JsonElement item, string name) =>
        item.Member(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id && id.ToString() is { Length: > 0 } text ? Uri.EscapeDataString(text) : null;
}
