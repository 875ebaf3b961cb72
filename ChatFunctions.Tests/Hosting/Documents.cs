using System.Text.Json.Nodes;
using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Hosting;

/// <summary>The contract, docs/openapi.yaml and docs/asyncapi.yaml, as read by the app.</summary>
internal static class Documents
{
    public static JsonObject OpenApi { get; } = JsonNode.Parse(DocumentFunctions.Json("openapi.yaml"))!.AsObject();

    public static JsonObject AsyncApi { get; } = JsonNode.Parse(DocumentFunctions.Json("asyncapi.yaml"))!.AsObject();

    /// <summary>All operations of the HTTP API.</summary>
    public static IReadOnlyList<DescribedOperation> Operations { get; } =
    [
        .. from path in OpenApi["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new DescribedOperation(path.Key, operation.Key, operation.Value!.AsObject()),
    ];

    /// <summary>Schemas of the HTTP API by name.</summary>
    public static JsonObject Schemas => OpenApi["components"]!["schemas"]!.AsObject();

    public static DescribedOperation Operation(string name) => Operations.Single(operation => operation.Name == name);

    /// <summary>The target of a <c>$ref</c>, or the node itself.</summary>
    public static JsonObject Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode)OpenApi, (at, step) => at[step]!).AsObject() : node.AsObject();
}
