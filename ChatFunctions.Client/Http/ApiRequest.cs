using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatFunctions.Client.Http;

/// <summary>A request to the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The escaped path below <c>/api/</c>, with its query.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    private byte[]? Body { get; init; }

    /// <summary>Whether a repetition has no further effect, so that the request can be retried when its answer is lost.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The version that the request expects.</summary>
    public int? IfMatch { get; init; }

    public string? FunctionKey { get; init; }

    /// <summary>The key of a back end.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The id of the user for whom a back end makes the request.</summary>
    public string? ActAs { get; init; }

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path) { IsIdempotent = true };

    public static ApiRequest Post<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, path) { Body = Bytes(body, type) };

    public static ApiRequest Post(string path) => Post(path, new Empty(), ApiJson.Default.Empty);

    public static ApiRequest Put<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Put, path) { Body = Bytes(body, type), IsIdempotent = true };

    public static ApiRequest Put(string path) => Put(path, new Empty(), ApiJson.Default.Empty);

    public static ApiRequest Patch<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Patch, path) { Body = Bytes(body, type) };

    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, path);

    public static ApiRequest Delete<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Delete, path) { Body = Bytes(body, type) };

    public HttpRequestMessage ToMessage(Uri api, string? accessToken)
    {
        var message = new HttpRequestMessage(Method, new Uri(api, Path));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        if (accessToken is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        if (IfMatch is { } version)
        {
            message.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        AddHeader(message, "x-functions-key", FunctionKey);
        AddHeader(message, "X-Api-Key", ApiKey);
        AddHeader(message, "X-Act-As", ActAs);

        return message;
    }

    public static void AddHeader(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static byte[] Bytes<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);
}
