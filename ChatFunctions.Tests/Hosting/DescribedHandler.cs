using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace ChatFunctions.Tests.Hosting;

/// <summary>
/// Fails on answers whose status, problem code or headers the OpenAPI document doesn't describe. All tests use it, so the document
/// describes everything that they cause. Recorded bodies are validated elsewhere.
/// </summary>
internal sealed class DescribedHandler(ICollection<Exchange>? record) : DelegatingHandler(new HttpClientHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = record is not null && request.Content is not null ? await request.Content.ReadAsStringAsync(cancellationToken) : null;
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/api/", StringComparison.Ordinal) && DescribedOperation.Of(request.Method.Method, path["/api".Length..]) is { } operation)
        {
            await CheckAsync(operation, response, cancellationToken);
            record?.Add(new Exchange(operation, Parse(body), (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        return response;
    }

    private static async Task CheckAsync(DescribedOperation operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var described = operation.Response(status) ?? throw new XunitException($"{operation.Name} answers {status}, which the OpenAPI document doesn't say.");
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var code = (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["code"];
            Assert.True(operation.Codes(status).Contains(code), $"{operation.Name} answers {status} with the code {code}, which the OpenAPI document doesn't say.");
        }

        Assert.True(
            !operation.HasLiveOutput(status) || response.Content.Headers.ContentLength > 0,
            $"{operation.Name} answers {status} without a Content-Length, so its callers would wait for the broadcast.");
        foreach (var (name, header) in described["headers"]?.AsObject() ?? [])
        {
            Assert.True(
                (bool?)Documents.Resolve(header!)["required"] != true || response.Headers.NonValidated.Contains(name) || response.Content.Headers.NonValidated.Contains(name),
                $"{operation.Name} answers {status} without the header {name}, which the OpenAPI document promises.");
        }
    }

    /// <summary>A request that isn't JSON is refused, so it isn't validated.</summary>
    private static JsonNode? Parse(string? body)
    {
        try
        {
            return string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
