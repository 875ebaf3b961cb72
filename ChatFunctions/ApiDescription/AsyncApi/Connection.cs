using System.Text.Json.Nodes;
using ChatFunctions.Realtime;

namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>Where live messages come from, and how a client gets there.</summary>
internal static class Connection
{
    public const string ServerName = "signalR";
    public const string Security = "connectionToken";

    public static JsonObject Server => new()
    {
        ["host"] = "{service}.service.signalr.net",
        ["pathname"] = "/client",
        ["protocol"] = "wss",
        ["description"] =
            """
            Where it is, negotiation tells. SignalR's clients do that by themselves for `withUrl("/api/users/" + me.id, { accessTokenFactory })`. On the connection they speak the
            [hub protocol](https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md).
            """,
        ["variables"] = new JsonObject
        {
            ["service"] = new JsonObject { ["description"] = "The SignalR Service's name, as negotiation gives it.", ["examples"] = new JsonArray("sigr-chat") },
        },
        ["security"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/securitySchemes/{Security}" }),
    };

    public static JsonObject SecurityScheme => new()
    {
        ["type"] = "http",
        ["scheme"] = "bearer",
        ["bearerFormat"] = "JWT",
        ["description"] = "The `accessToken` that negotiation gave, not the session's.",
    };

    public static JsonObject Channel(IEnumerable<LiveMessage> messages) => new()
    {
        ["address"] = Hub.Name,
        ["title"] = "The hub",
        ["description"] = "The one hub. A client hears the rooms that its user is a member of, and what concerns its user.",
        ["servers"] = new JsonArray(new JsonObject { ["$ref"] = $"#/servers/{ServerName}" }),
        ["messages"] = new JsonObject(messages.Select(message =>
            KeyValuePair.Create(message.Target, (JsonNode?)new JsonObject { ["$ref"] = $"#/components/messages/{message.Target}" }))),
    };
}
