using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatFunctions.Cli.Api;

/// <summary>A request to the API, which can be repeated.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The escaped path below <c>/api/</c>, with its query.</param>
internal sealed record ChatRequest(HttpMethod Method, string Path)
{
    public byte[]? Body { get; private init; }

    /// <summary>The function key of a back end.</summary>
    public string? FunctionKey { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    public static ChatRequest Get(string path) => new(HttpMethod.Get, path);

    public static ChatRequest Post<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, path) { Body = Bytes(body, type) };

    public static ChatRequest Post(string path) => Post(path, new Nothing(), WireJson.Default.Nothing);

    public static ChatRequest Put<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Put, path) { Body = Bytes(body, type) };

    public static ChatRequest Put(string path) => Put(path, new Nothing(), WireJson.Default.Nothing);

    public static ChatRequest Patch<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Patch, path) { Body = Bytes(body, type) };

    public static ChatRequest Delete(string path) => new(HttpMethod.Delete, path);

    private static byte[] Bytes<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);
}
