using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using YamlDotNet.Serialization;

namespace ChatFunctions.Hosting;

/// <summary>Serves the contract (docs/openapi.yaml and docs/asyncapi.yaml) as JSON, and the page that shows it.</summary>
internal sealed class DocumentFunctions
{
    private static readonly Lazy<StaticContent> OpenApi = new(() => StaticContent.Of(Json("openapi.yaml"), "application/json"));
    private static readonly Lazy<StaticContent> AsyncApi = new(() => StaticContent.Of(Json("asyncapi.yaml"), "application/json"));

    [AllowAnonymous]
    [Function("GetOpenApi")]
    public IResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) => OpenApi.Value.To(request);

    [AllowAnonymous]
    [Function("GetAsyncApi")]
    public IResult GetAsyncApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "asyncapi.json")] HttpRequest request) => AsyncApi.Value.To(request);

    [AllowAnonymous]
    [Function("GetDocs")]
    public IResult GetDocs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) => DocsPage.To(request);

    [AllowAnonymous]
    [Function("GetDocsFile")]
    public IResult GetDocsFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{file}")] HttpRequest request, string file) =>
        DocsPage.File(file) is { } content ? content.To(request) : Problem.Of(DocsPage.NoSuchFile);

    /// <summary>Converts a document that the assembly embeds from YAML to JSON.</summary>
    internal static string Json(string document)
    {
        using var yaml = new StreamReader(typeof(DocumentFunctions).Assembly.GetManifestResourceStream(document)!);
        return JsonSerializer.Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().WithDuplicateKeyChecking().Build().Deserialize(yaml));
    }
}
