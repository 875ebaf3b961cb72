using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Writes the HS256 JSON Web Tokens (RFC 7519) that Azure SignalR Service takes, from clients as from servers.</summary>
internal static class ServiceToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static string Sign(SigningKey key, string audience, IEnumerable<KeyValuePair<string, string>> claims, DateTimeOffset now)
    {
        var token = new ArrayBufferWriter<byte>(512);
        AppendEncoded(token, json =>
        {
            json.WriteString("alg", "HS256");
            json.WriteString("typ", "JWT");
            if (key.Id is not null)
                json.WriteString("kid", key.Id);
        });
        Append(token, "."u8);
        AppendEncoded(token, json => WritePayload(json, audience, claims, now));

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, token.WrittenSpan, signature);
        Append(token, "."u8);
        AppendEncoded(token, signature);
        return Encoding.ASCII.GetString(token.WrittenSpan);
    }

    private static void WritePayload(Utf8JsonWriter json, string audience, IEnumerable<KeyValuePair<string, string>> claims, DateTimeOffset now)
    {
        foreach (var sameType in claims.GroupBy(claim => claim.Key, claim => claim.Value))
        {
            json.WritePropertyName(sameType.Key);
            var values = sameType.ToArray();
            if (values is [var only])
                json.WriteStringValue(only);
            else
                WriteArray(json, values);
        }

        json.WriteNumber("nbf", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteString("aud", audience);
    }

    private static void WriteArray(Utf8JsonWriter json, string[] values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteStringValue(value);

        json.WriteEndArray();
    }

    private static void AppendEncoded(ArrayBufferWriter<byte> token, Action<Utf8JsonWriter> properties)
    {
        var plain = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(plain))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        AppendEncoded(token, plain.WrittenSpan);
    }

    private static void AppendEncoded(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> plain) =>
        token.Advance(Base64Url.EncodeToUtf8(plain, token.GetSpan(Base64Url.GetEncodedLength(plain.Length))));

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> text) => token.Write(text);
}
