using System.Text.Json.Nodes;
using ChatFunctions.ApiDescription.Schemas;

namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>A live message as the hub protocol has it: an invocation of a target, with arguments.</summary>
internal static class MessageMapper
{
    /// <summary>The hub protocol's number for invocations.</summary>
    private const int Invocation = 1;

    public static JsonObject Map(LiveMessage message, SchemaMapper schemas) => new()
    {
        ["name"] = message.Target,
        ["title"] = message.Target,
        ["summary"] = message.Summary,
        ["description"] = message.Description,
        ["payload"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("type", "target", "arguments"),
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["const"] = Invocation },
                ["target"] = new JsonObject { ["const"] = message.Target },
                ["arguments"] = Tuple(message.Arguments, schemas),
            },
        },
        ["examples"] = new JsonArray(new JsonObject
        {
            ["name"] = message.Target,
            ["payload"] = new JsonObject
            {
                ["type"] = Invocation,
                ["target"] = message.Target,
                ["arguments"] = new JsonArray([.. message.Arguments.Select(argument => argument.Json)]),
            },
        }),
    };

    /// <summary>In the words of JSON Schema draft 7, which is what AsyncAPI goes by.</summary>
    private static JsonObject Tuple(IReadOnlyList<Example> arguments, SchemaMapper schemas) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonArray([.. arguments.Select(argument => Draft7.Of(schemas.Of(argument.Type)))]),
        ["minItems"] = arguments.Count,
        ["maxItems"] = arguments.Count,
    };
}
