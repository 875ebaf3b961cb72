using ChatFunctions.ApiDescription.AsyncApi;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.ApiDescription.Serving;

/// <summary>The API's description, for programs and for people. Each part is made when it is first asked for; no other request pays for it.</summary>
internal sealed class DescriptionFunctions
{
    private static readonly Lazy<StaticContent> OpenApi = new(() => StaticContent.Of(OpenApiJson.Of(OpenApiDescription.Create()).ToJsonString(ChatJson.Options), "application/json"));
    private static readonly Lazy<StaticContent> AsyncApi = new(() => StaticContent.Of(AsyncApiDescription.Create().ToJsonString(ChatJson.Options), "application/json"));

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
}
