using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Http;

namespace ChatFunctions.ApiDescription;

/// <summary>A value as it could be on the wire, which also says of which type such values are.</summary>
internal sealed record Example(Type Type, object Value)
{
    public static Example Of<T>(T value)
        where T : notnull => new(typeof(T), value);

    public JsonNode Json => JsonSerializer.SerializeToNode(Value, ChatJson.Options.GetTypeInfo(Type))!;
}
