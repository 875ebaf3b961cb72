using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>A back end with an API key.</summary>
internal sealed class BackEnd(Uri app, JsonNode added) : IDisposable
{
    public const string KeyHeader = "X-Api-Key";
    public const string ActAsHeader = "X-Act-As";

    public string KeyId => (string)added["id"]!;

    public string Key => (string)added["key"]!;

    public HttpClient Http { get; } = ClientOf(app, (string)added["key"]!);

    /// <summary>A back end with a new key.</summary>
    public static async Task<BackEnd> AddAsync(Uri app, string name = "shop")
    {
        using var http = ChatUser.ClientOf(app, token: null);
        using var response = await http.PostAsJsonAsync("keys", new { name });
        return new BackEnd(app, JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!);
    }

    public static HttpClient ClientOf(Uri app, string key, string? actAs = null, ICollection<Exchange>? record = null)
    {
        var http = ChatUser.ClientOf(app, token: null, record);
        http.DefaultRequestHeaders.Add(KeyHeader, key);
        if (actAs is not null)
        {
            http.DefaultRequestHeaders.Add(ActAsHeader, actAs);
        }

        return http;
    }

    /// <summary>The same back end at another instance.</summary>
    public BackEnd At(Uri other) => new(other, added);

    /// <summary>Sends a request, expects the status, and returns the JSON of the answer.</summary>
    public async Task<JsonNode> ExpectAsync(int status, string method, string path, object? body = null, string? actAs = null)
    {
        using var response = await SendAsync(method, path, body, actAs);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<JsonNode> RefusedAsync(int status, string code, string method, string path, object? body = null, string? actAs = null)
    {
        using var response = await SendAsync(method, path, body, actAs);
        return await Problems.AssertAsync(response, status, code);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, object? body = null, string? actAs = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        if (actAs is not null)
        {
            request.Headers.Add(ActAsHeader, actAs);
        }

        return await Http.SendAsync(request);
    }

    public void Dispose() => Http.Dispose();
}
