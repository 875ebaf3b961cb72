using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalR.Service.Clients;

/// <summary>
/// Messages of the SignalR hub protocol in JSON, serialised once for all recipients.
/// Source: https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
/// </summary>
internal static class HubFrame
{
    /// <summary>The separator at the end of every message of the JSON hub protocol.</summary>
    public const byte Separator = 0x1e;

    private static readonly JsonHubProtocol Json = new();

    public static ReadOnlyMemory<byte> Ping { get; } = Json.GetMessageBytes(PingMessage.Instance);

    public static ReadOnlyMemory<byte> Completion(string invocationId) => Json.GetMessageBytes(CompletionMessage.Empty(invocationId));

    public static ReadOnlyMemory<byte> Failure(string invocationId, string error) =>
        Json.GetMessageBytes(CompletionMessage.WithError(invocationId, error));

    public static ReadOnlyMemory<byte> Close(string? reason) => Json.GetMessageBytes(new CloseMessage(reason, allowReconnect: true));

    public static ReadOnlyMemory<byte> HandshakeAnswer(HandshakeResponseMessage answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        HandshakeProtocol.WriteResponseMessage(answer, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>An invocation of the client's handlers for <paramref name="target"/> with unchanged arguments (a JSON array).</summary>
    public static ReadOnlyMemory<byte> Invocation(string target, ReadOnlySpan<byte> arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(arguments.Length + target.Length + 64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("type"u8, HubProtocolConstants.InvocationMessageType);
            json.WriteString("target"u8, target);
            json.WritePropertyName("arguments"u8);
            json.WriteRawValue(arguments, skipInputValidation: true);
            json.WriteEndObject();
        }
        return Ended(buffer);
    }

    /// <summary>Adds the separator to a message in plain JSON.</summary>
    public static ReadOnlyMemory<byte> FromJson(ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 1);
        buffer.Write(json);
        return Ended(buffer);
    }

    private static ReadOnlyMemory<byte> Ended(ArrayBufferWriter<byte> buffer)
    {
        buffer.Write([Separator]);
        return buffer.WrittenMemory;
    }
}
