using System.Buffers;
using System.Text.Json;
using MessagePack;
using Microsoft.Net.Http.Headers;

namespace Functions.Host.SignalR;

/// <summary>The body of a webhook call, in JSON or MessagePack.</summary>
/// <param name="Type">1 for an invocation, 10 for a connection that opened, 11 for one that closed.</param>
/// <param name="InvocationId">The id of the invocation; null if the client doesn't wait for a completion.</param>
/// <param name="Target">The method that the client invokes.</param>
/// <param name="Arguments">The invocation's arguments.</param>
/// <param name="Error">Why a connection closed.</param>
internal sealed record UpstreamMessage(int Type, string? InvocationId, string? Target, JsonElement[]? Arguments, string? Error)
{
    private const string MessagePackType = "application/x-msgpack";
    private static readonly MessagePackSerializerOptions Untrusted = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>The media type, if it is one that the service sends; else null.</summary>
    public static string? MediaType(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.MediaType.ToString().ToLowerInvariant() is "application/json" or MessagePackType
            ? parsed.MediaType.ToString().ToLowerInvariant()
            : null;

    /// <exception cref="FormatException">It isn't a message of the service.</exception>
    public static UpstreamMessage Parse(string mediaType, ReadOnlyMemory<byte> body)
    {
        try
        {
            return mediaType == MessagePackType ? FromMessagePack(body) : JsonSerializer.Deserialize<UpstreamMessage>(body.Span, JsonSerializerOptions.Web)!;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or MessagePackSerializationException)
        {
            throw new FormatException("The body isn't a message of Azure SignalR Service.", malformed);
        }
    }

    /// <summary>Writes the completion (type 3 of the SignalR hub protocol) that answers an invocation.</summary>
    public static byte[] Complete(string mediaType, string invocationId, string? error, JsonElement result)
    {
        if (mediaType != MessagePackType)
        {
            var completion = error is null ? JsonSerializer.SerializeToUtf8Bytes(new { type = 3, invocationId, result }) : JsonSerializer.SerializeToUtf8Bytes(new { type = 3, invocationId, error });
            return [.. completion, 0x1e];
        }

        // In MessagePack, [type, headers, id, 1 and an error or 3 and a result], after the length of that.
        object?[] parts = error is null ? [3, new { }, invocationId, 3, result] : [3, new { }, invocationId, 1, error];
        var message = MessagePackSerializer.ConvertFromJson(JsonSerializer.Serialize(parts));
        var length = new List<byte>();
        for (var rest = message.Length; ; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            if (rest <= 0x7f)
                return [.. length, .. message];
        }
    }

    // The service reports only invocations in MessagePack: [type, headers, id, target, arguments].
    private static UpstreamMessage FromMessagePack(ReadOnlyMemory<byte> body)
    {
        JsonElement[] parts = [.. JsonElement.Parse(MessagePackSerializer.ConvertToJson(new ReadOnlySequence<byte>(body), Untrusted)).EnumerateArray()];
        return parts is [var type, _, var id, { ValueKind: JsonValueKind.String } target, { ValueKind: JsonValueKind.Array } arguments, ..]
            ? new(type.GetInt32(), id.GetString(), target.GetString(), [.. arguments.EnumerateArray()], null)
            : throw new FormatException("The body isn't an invocation.");
    }
}
