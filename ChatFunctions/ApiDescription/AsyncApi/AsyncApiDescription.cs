using System.Text.Json.Nodes;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.ApiDescription.Schemas;
using ChatFunctions.Realtime;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>The live messages in AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0), with the schemas of the HTTP API.</summary>
internal static class AsyncApiDescription
{
    private const string About =
        """
        What the server sends to connected clients, over Azure SignalR Service. Clients send nothing on the connection: whatever changes
        something is a call of the [HTTP API](/api/docs).

        Any message can be lost, doubled, late or out of order. Storage is the truth: `seq` lets a client see what it missed, and
        `GET /api/rooms/{roomId}/events` gives it.
        """;

    public static JsonObject Create()
    {
        // A document of its own, for its schemas: those that live messages need and no others.
        var schemas = new OpenApiDocument { Components = new OpenApiComponents() };
        var mapper = new SchemaMapper(schemas);
        var messages = new JsonObject(LiveApi.Messages.Select(message => KeyValuePair.Create(message.Target, (JsonNode?)MessageMapper.Map(message, mapper))));
        messages.Add(Negotiation.Name, Negotiation.Request);
        messages.Add(Negotiation.Answer, Negotiation.Reply(mapper));
        var operations = new JsonObject(LiveApi.Messages.Select(message => KeyValuePair.Create(message.Target, (JsonNode?)Operation(message))))
        {
            [Negotiation.Name] = Negotiation.Operation,
        };
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "ChatFunctions, live", ["version"] = OpenApiDescription.Version, ["description"] = About },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject { [Negotiation.ServerName] = Negotiation.Server, [Connection.ServerName] = Connection.Server },
            ["channels"] = new JsonObject { [Negotiation.Name] = Negotiation.Channel, [Hub.Name] = Connection.Channel(LiveApi.Messages) },
            ["operations"] = operations,
            ["components"] = new JsonObject
            {
                ["messages"] = messages,
                ["schemas"] = new JsonObject(schemas.Components.Schemas!.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)Draft7.Of(schema.Value)))),
                ["securitySchemes"] = new JsonObject { [SecuritySchemes.AccessToken] = Negotiation.SecurityScheme, [Connection.Security] = Connection.SecurityScheme },
            },
        };
    }

    private static JsonObject Operation(LiveMessage message) => new()
    {
        ["action"] = "send",
        ["title"] = message.Target,
        ["summary"] = message.Summary,
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{Hub.Name}" },
        ["messages"] = new JsonArray(new JsonObject { ["$ref"] = $"#/channels/{Hub.Name}/messages/{message.Target}" }),
    };
}
