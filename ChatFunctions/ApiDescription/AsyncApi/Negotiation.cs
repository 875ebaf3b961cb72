using System.Text.Json.Nodes;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.ApiDescription.Schemas;
using ChatFunctions.Realtime;

namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>The call before a live connection: the one part of it that goes over HTTP, to the app itself.</summary>
internal static class Negotiation
{
    public const string Name = "negotiate";
    public const string Answer = "negotiated";
    public const string ServerName = "api";

    public static JsonObject Server => new()
    {
        ["host"] = "{host}",
        ["pathname"] = "/api",
        ["protocol"] = "https",
        ["description"] = "The HTTP API, of which this is one operation; [openapi.json](/api/openapi.json) has all.",
        ["variables"] = new JsonObject { ["host"] = new JsonObject { ["description"] = "Where the app is.", ["default"] = "localhost:7071" } },
        ["security"] = new JsonArray(Reference($"#/components/securitySchemes/{SecuritySchemes.AccessToken}")),
    };

    public static JsonObject SecurityScheme => new()
    {
        ["type"] = "http",
        ["scheme"] = "bearer",
        ["bearerFormat"] = "JWT",
        ["description"] = "The `accessToken` of the session.",
    };

    public static JsonObject Channel => new()
    {
        ["address"] = "/users/{userId}/negotiate",
        ["title"] = "Negotiation",
        ["parameters"] = new JsonObject { ["userId"] = new JsonObject { ["description"] = "One's own id; for another's the answer is 403 `forbidden`." } },
        ["servers"] = new JsonArray(Reference($"#/servers/{ServerName}")),
        ["messages"] = new JsonObject
        {
            [Name] = Reference($"#/components/messages/{Name}"),
            [Answer] = Reference($"#/components/messages/{Answer}"),
        },
    };

    public static JsonObject Operation => new()
    {
        ["action"] = "receive",
        ["title"] = Name,
        ["summary"] = "Where to connect, and with which token",
        ["channel"] = Reference($"#/channels/{Name}"),
        ["messages"] = new JsonArray(Reference($"#/channels/{Name}/messages/{Name}")),
        ["reply"] = new JsonObject
        {
            ["channel"] = Reference($"#/channels/{Name}"),
            ["messages"] = new JsonArray(Reference($"#/channels/{Name}/messages/{Answer}")),
        },
        ["bindings"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["bindingVersion"] = "0.3.0" } },
    };

    public static JsonObject Request => new() { ["name"] = Name, ["title"] = Name, ["summary"] = "A request without a body", ["payload"] = new JsonObject { ["type"] = "null" } };

    public static JsonObject Reply(SchemaMapper schemas) => new()
    {
        ["name"] = Answer,
        ["title"] = Answer,
        ["summary"] = "What leads to the SignalR Service",
        ["payload"] = Draft7.Of(schemas.Of(typeof(Negotiated))),
        ["examples"] = new JsonArray(new JsonObject { ["name"] = Answer, ["payload"] = LiveApi.Negotiated.Json }),
    };

    private static JsonObject Reference(string to) => new() { ["$ref"] = to };
}
