using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Swashbuckle.AspNetCore.SwaggerUI;
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

/// <summary>
/// Shows the OpenAPI document with Swagger UI. The package Swashbuckle.AspNetCore.SwaggerUI embeds its compressed files, so the page
/// loads nothing from other hosts.
/// </summary>
internal static class DocsPage
{
    /// <summary>No content from other hosts and no inline scripts. Swagger UI uses data URLs for icons.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Html =
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>ChatFunctions API</title>
          <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
          <link rel="stylesheet" href="/api/docs/swagger-ui.css">
        </head>
        <body>
          <noscript>This page needs JavaScript. You can also read <a href="/api/openapi.json">openapi.json</a>.</noscript>
          <main id="docs"></main>
          <script src="/api/docs/swagger-ui-bundle.js"></script>
          <script src="/api/docs/start.js"></script>
        </body>
        </html>
        """;

    private const string Start =
        """
        SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, displayRequestDuration: true, defaultModelsExpandDepth: 0, validatorUrl: null });
        """;

    private static readonly Lazy<StaticContent> Page = new(() => StaticContent.Of(Html, "text/html; charset=utf-8"));

    private static readonly Dictionary<string, Lazy<StaticContent>> Files = new()
    {
        ["start.js"] = new(() => StaticContent.Of(Start, "text/javascript")),
        ["swagger-ui-bundle.js"] = new(() => Resource("swagger-ui-bundle.js", "text/javascript")),
        ["swagger-ui.css"] = new(() => Resource("swagger-ui.css", "text/css")),
        ["favicon-32x32.png"] = new(() => Resource("favicon-32x32.png", "image/png")),
    };

    public static Refusal NoSuchFile { get; } = new(404, "file_not_found", "File not found.");

    public static StaticContent? File(string name) => Files.GetValueOrDefault(name)?.Value;

    public static IResult To(HttpRequest request)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return Page.Value.To(request);
    }

    private static StaticContent Resource(string name, string mediaType) =>
        StaticContent.OfGzip(typeof(SwaggerUIOptions).Assembly.GetManifestResourceStream($"Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.{name}")!, mediaType);
}

/// <summary>Content that stays the same until the next deployment. It is kept compressed and served with an ETag.</summary>
internal sealed class StaticContent(byte[] gzip, string mediaType)
{
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(gzip).AsSpan(0, 8));

    public static StaticContent Of(string text, string mediaType)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return new StaticContent(compressed.ToArray(), mediaType);
    }

    public static StaticContent OfGzip(Stream compressed, string mediaType) => new(ReadAll(compressed), mediaType);

    public IResult To(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (!AcceptsGzip(request))
        {
            return TypedResults.Bytes(ReadAll(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress)), mediaType, entityTag: new($"\"{_hash}\""));
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(gzip, mediaType, entityTag: new($"\"{_hash}-gzip\""));
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);

    private static byte[] ReadAll(Stream stream)
    {
        using var input = stream;
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
