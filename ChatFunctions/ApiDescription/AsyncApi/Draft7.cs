using System.Text.Json.Nodes;
using ChatFunctions.ApiDescription.OpenApi;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>Schemas in JSON Schema draft 7, which AsyncAPI goes by: there a <c>$ref</c> stands alone, and what is beside it doesn't count.</summary>
internal static class Draft7
{
    public static JsonNode Of(IOpenApiSchema schema) => Convert(OpenApiJson.Of(schema));

    private static JsonNode Convert(JsonNode node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(item => Convert(item!))]),
        JsonObject { Count: > 1 } reference when reference.ContainsKey("$ref") => new JsonObject(
            reference.Where(member => member.Key != "$ref").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
                .Append(KeyValuePair.Create("allOf", (JsonNode?)new JsonArray(new JsonObject { ["$ref"] = reference["$ref"]!.DeepClone() })))),
        JsonObject other => new JsonObject(other.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Convert(member.Value!)))),
        _ => node.DeepClone(),
    };
}
