using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using SignalR.Service.Clients;

namespace SignalR.Service.Rest;

/// <summary>The body of a send: <c>{"target": "newMessage", "arguments": [...]}</c>.</summary>
internal static class MessageBody
{
    private static ReadOnlySpan<byte> NoArguments => "[]"u8;

    /// <summary>Reads a body into the frame that its recipients get, its arguments byte for byte as they came.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> frame, out string fault)
    {
        frame = default;
        fault = "";
        try
        {
            // The parser leaves strings undecoded, but clients can't take what isn't UTF-8.
            if (!Utf8.IsValid(body.Span))
                throw new JsonException("It isn't UTF-8.");
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } message
                || !message.TryGetProperty("target"u8, out var target) || target.ValueKind != JsonValueKind.String)
                fault = "The message must be an object with a target.";
            else if (!message.TryGetProperty("arguments"u8, out var arguments) || arguments.ValueKind == JsonValueKind.Null)
                frame = HubFrame.Invocation(target.GetString()!, NoArguments);
            else if (arguments.ValueKind == JsonValueKind.Array)
                frame = HubFrame.Invocation(target.GetString()!, JsonMarshal.GetRawUtf8Value(arguments));
            else
                fault = "The message's arguments must be an array.";
        }
        catch (JsonException error)
        {
            fault = $"The message isn't JSON. {error.Message}";
        }
        return fault.Length == 0;
    }
}
