using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Writes JSON as MessagePack.</summary>
internal static class MessagePackWriter
{
    public static void Write(IBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMapHeader(output, value.GetPropertyCount());
                foreach (var property in value.EnumerateObject())
                {
                    Write(output, property.Name);
                    Write(output, property.Value);
                }

                break;
            case JsonValueKind.Array:
                WriteArrayHeader(output, value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    Write(output, item);
                break;
            case JsonValueKind.String:
                Write(output, value.GetString()!);
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                Write(output, whole);
                break;
            case JsonValueKind.Number:
                Write(output, value.GetDouble());
                break;
            case JsonValueKind.True:
                Put(output, 0xc3);
                break;
            case JsonValueKind.False:
                Put(output, 0xc2);
                break;
            default:
                Put(output, 0xc0);
                break;
        }
    }

    public static void WriteArrayHeader(IBufferWriter<byte> output, int count) => WriteHeader(output, count, fixedCode: 0x90, code: 0xdd);

    public static void WriteMapHeader(IBufferWriter<byte> output, int count) => WriteHeader(output, count, fixedCode: 0x80, code: 0xdf);

    public static void Write(IBufferWriter<byte> output, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Put(output, 0xdb, (uint)length);
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(length)));
    }

    public static void Write(IBufferWriter<byte> output, long number)
    {
        if (number is >= 0 and <= 0x7f)
        {
            Put(output, (byte)number);
            return;
        }

        var bytes = output.GetSpan(9);
        bytes[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        output.Advance(9);
    }

    private static void Write(IBufferWriter<byte> output, double number)
    {
        var bytes = output.GetSpan(9);
        bytes[0] = 0xcb;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], number);
        output.Advance(9);
    }

    private static void WriteHeader(IBufferWriter<byte> output, int count, byte fixedCode, byte code)
    {
        if (count <= 0x0f)
            Put(output, (byte)(fixedCode | count));
        else
            Put(output, code, (uint)count);
    }

    private static void Put(IBufferWriter<byte> output, byte code) => output.Write([code]);

    private static void Put(IBufferWriter<byte> output, byte code, uint number)
    {
        var bytes = output.GetSpan(5);
        bytes[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], number);
        output.Advance(5);
    }
}
