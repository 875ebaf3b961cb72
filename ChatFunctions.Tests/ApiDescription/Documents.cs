using System.Text.Json.Nodes;
using ChatFunctions.ApiDescription.AsyncApi;
using ChatFunctions.ApiDescription.OpenApi;

namespace ChatFunctions.Tests.ApiDescription;

/// <summary>The descriptions, made as the app makes them but without a server.</summary>
internal static class Documents
{
    private static readonly Lazy<JsonObject> MadeOpenApi = new(() => OpenApiJson.Of(OpenApiDescription.Create()).AsObject());
    private static readonly Lazy<JsonObject> MadeAsyncApi = new(AsyncApiDescription.Create);

    private static readonly Lazy<IReadOnlyList<DescribedOperation>> Described = new(() =>
    [
        .. from path in OpenApi["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new DescribedOperation(path.Key, operation.Key, operation.Value!.AsObject()),
    ]);

    public static JsonObject OpenApi => MadeOpenApi.Value;

    public static JsonObject AsyncApi => MadeAsyncApi.Value;

    /// <summary>All operations of the HTTP API.</summary>
    public static IReadOnlyList<DescribedOperation> Operations => Described.Value;

    /// <summary>What a <c>$ref</c> leads to, or the node itself.</summary>
    public static JsonObject Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference[2..].Split('/').Aggregate((JsonNode)OpenApi, (at, step) => at[step]!).AsObject() : node.AsObject();
}
