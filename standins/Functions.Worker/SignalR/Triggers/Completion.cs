using System.Buffers;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The completion message of the SignalR hub protocol (type 3) that answers a client's call.</summary>
internal static class Completion
{
    private const int MessageType = 3;
    private const byte RecordSeparator = 0x1e;

    public static ReadOnlyMemory<byte> Write(string invocationId, object? result, Exception? failure, JsonSerializerOptions options)
    {
        var message = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(message))
        {
            json.WriteStartObject();
            json.WriteNumber("type", MessageType);
            json.WriteString("invocationId", invocationId);
            if (failure is not null)
            {
                json.WriteString("error", failure.Message);
            }
            else
            {
                json.WritePropertyName("result");
                JsonSerializer.Serialize(json, result, result?.GetType() ?? typeof(object), options);
            }

            json.WriteEndObject();
        }

        message.Write([RecordSeparator]);
        return message.WrittenMemory;
    }
}
