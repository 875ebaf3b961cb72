using System.Buffers;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// How a client's protocol writes the service's messages and the completion (type 3 of the SignalR hub protocol) that answers one.
/// </summary>
internal abstract class UpstreamProtocol
{
    protected const int CompletionType = 3;

    private static readonly UpstreamProtocol Json = new JsonUpstreamProtocol();
    private static readonly UpstreamProtocol MessagePack = new MessagePackUpstreamProtocol();

    /// <summary>The protocol of that content; null for none.</summary>
    public static UpstreamProtocol? Of(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) ? null
        : type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? Json
        : type.MediaType.Equals("application/x-msgpack", StringComparison.OrdinalIgnoreCase) ? MessagePack
        : null;

    /// <exception cref="FormatException">The body is no message of the service.</exception>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public abstract UpstreamMessage Parse(ReadOnlySpan<byte> body);

    public abstract ReadOnlyMemory<byte> Complete(string invocationId, JsonElement result);

    public abstract ReadOnlyMemory<byte> Fail(string invocationId, string error);
}

/// <summary>JSON, each message ended by a record separator.</summary>
internal sealed class JsonUpstreamProtocol : UpstreamProtocol
{
    private const byte RecordSeparator = 0x1e;

    public override UpstreamMessage Parse(ReadOnlySpan<byte> body) => UpstreamMessage.Parse(JsonElement.Parse(body));

    public override ReadOnlyMemory<byte> Complete(string invocationId, JsonElement result) => Write(invocationId, json =>
    {
        json.WritePropertyName("result");
        result.WriteTo(json);
    });

    public override ReadOnlyMemory<byte> Fail(string invocationId, string error) =>
        Write(invocationId, json => json.WriteString("error", error));

    private static ReadOnlyMemory<byte> Write(string invocationId, Action<Utf8JsonWriter> outcome)
    {
        var message = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(message))
        {
            json.WriteStartObject();
            json.WriteNumber("type", CompletionType);
            json.WriteString("invocationId", invocationId);
            outcome(json);
            json.WriteEndObject();
        }

        message.Write([RecordSeparator]);
        return message.WrittenMemory;
    }
}

/// <summary>
/// MessagePack, in which the service reports calls only; a message is an array of its parts, and the answer starts with its length.
/// </summary>
internal sealed class MessagePackUpstreamProtocol : UpstreamProtocol
{
    private const int ErrorKind = 1;
    private const int ResultKind = 3;

    public override UpstreamMessage Parse(ReadOnlySpan<byte> body)
    {
        var parts = MessagePackReader.ToJson(body);
        return parts.ValueKind == JsonValueKind.Array
            && parts.GetArrayLength() >= 5
            && parts[0].ValueKind == JsonValueKind.Number
            && parts[3].ValueKind == JsonValueKind.String
            && parts[4].ValueKind == JsonValueKind.Array
            ? new(parts[0].GetInt32(), parts[2].ToString(), parts[3].GetString(), [.. parts[4].EnumerateArray()], null)
            : throw new FormatException("The body is no message of Azure SignalR Service.");
    }

    public override ReadOnlyMemory<byte> Complete(string invocationId, JsonElement result) =>
        Write(invocationId, ResultKind, message => MessagePackWriter.Write(message, result));

    public override ReadOnlyMemory<byte> Fail(string invocationId, string error) =>
        Write(invocationId, ErrorKind, message => MessagePackWriter.Write(message, error));

    private static ReadOnlyMemory<byte> Write(string invocationId, int kind, Action<IBufferWriter<byte>> payload)
    {
        var message = new ArrayBufferWriter<byte>();
        MessagePackWriter.WriteArrayHeader(message, 5);
        MessagePackWriter.Write(message, CompletionType);
        MessagePackWriter.WriteMapHeader(message, 0);
        MessagePackWriter.Write(message, invocationId);
        MessagePackWriter.Write(message, kind);
        payload(message);

        var framed = new ArrayBufferWriter<byte>(message.WrittenCount + 5);
        for (var length = message.WrittenCount; ; length >>= 7)
        {
            var more = length > 0x7f;
            framed.Write([(byte)((length & 0x7f) | (more ? 0x80 : 0))]);
            if (!more)
                break;
        }

        framed.Write(message.WrittenSpan);
        return framed.WrittenMemory;
    }
}
