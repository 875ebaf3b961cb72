using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatFunctions.Tests.Standins.FunctionsWorker;

/// <summary>Reads a JSON Web Token by hand, so as to check the code that writes them by something else than itself.</summary>
internal static class Jwt
{
    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    public static bool IsSignedWith(string token, string key)
    {
        var end = token.LastIndexOf('.');
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(token[..end]));
        return Base64Url.DecodeFromChars(token.AsSpan(end + 1)).SequenceEqual(expected);
    }

    /// <summary>A URL as audiences have it: the SDKs leave the port out.</summary>
    public static string WithoutPort(string url) => new UriBuilder(url) { Port = -1 }.Uri.AbsoluteUri;

    /// <summary>A token that nobody has signed.</summary>
    public static string Unsigned(string payload) =>
        $"{Base64Url.EncodeToString("{\"alg\":\"none\"}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.";

    private static JsonElement Part(string token, int index) => JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]));
}
