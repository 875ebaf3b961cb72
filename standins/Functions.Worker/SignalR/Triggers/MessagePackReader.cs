using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// Reads MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) into JSON: binary becomes base64, a timestamp ISO-8601.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 64;
    private const sbyte Timestamp = -1;

    private ReadOnlySpan<byte> _rest = data;
    private int _depth;

    /// <exception cref="FormatException">The data isn't MessagePack.</exception>
    public static JsonElement ToJson(ReadOnlySpan<byte> data)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            var reader = new MessagePackReader(data);
            reader.Copy(writer);
        }

        return JsonElement.Parse(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private void Copy(Utf8JsonWriter json)
    {
        var code = Take(1)[0];
        switch (code)
        {
            case <= 0x7f: json.WriteNumberValue(code); break;
            case <= 0x8f: CopyMap(json, code & 0x0f); break;
            case <= 0x9f: CopyArray(json, code & 0x0f); break;
            case <= 0xbf: json.WriteStringValue(Take(code & 0x1f)); break;
            case 0xc0: json.WriteNullValue(); break;
            case 0xc2 or 0xc3: json.WriteBooleanValue(code == 0xc3); break;
            case >= 0xc4 and <= 0xc6: json.WriteBase64StringValue(Take(Length(code - 0xc4))); break;
            case >= 0xc7 and <= 0xc9: CopyExtension(json, Length(code - 0xc7)); break;
            case 0xca: WriteNumber(json, BinaryPrimitives.ReadSingleBigEndian(Take(4))); break;
            case 0xcb: WriteNumber(json, BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case >= 0xcc and <= 0xcf: json.WriteNumberValue(Unsigned(Take(1 << (code - 0xcc)))); break;
            case >= 0xd0 and <= 0xd3: json.WriteNumberValue(Signed(Take(1 << (code - 0xd0)))); break;
            case >= 0xd4 and <= 0xd8: CopyExtension(json, 1 << (code - 0xd4)); break;
            case >= 0xd9 and <= 0xdb: json.WriteStringValue(Take(Length(code - 0xd9))); break;
            case 0xdc or 0xdd: CopyArray(json, Length(code - 0xdc + 1)); break;
            case 0xde or 0xdf: CopyMap(json, Length(code - 0xde + 1)); break;
            case >= 0xe0: json.WriteNumberValue((sbyte)code); break;
            default: throw new FormatException($"0x{code:x2} starts nothing in MessagePack.");
        }
    }

    private void CopyArray(Utf8JsonWriter json, int count)
    {
        Enter();
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
            Copy(json);

        json.WriteEndArray();
        _depth--;
    }

    private void CopyMap(Utf8JsonWriter json, int count)
    {
        Enter();
        json.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            json.WritePropertyName(Key());
            Copy(json);
        }

        json.WriteEndObject();
        _depth--;
    }

    private ReadOnlySpan<byte> Key()
    {
        var code = Take(1)[0];
        return code switch
        {
            >= 0xa0 and <= 0xbf => Take(code & 0x1f),
            >= 0xd9 and <= 0xdb => Take(Length(code - 0xd9)),
            <= 0x7f => Encoding.ASCII.GetBytes($"{code}"),
            _ => throw new FormatException("A map's key is neither text nor a small number."),
        };
    }

    private void CopyExtension(Utf8JsonWriter json, int length)
    {
        var type = (sbyte)Take(1)[0];
        var data = Take(length);
        if (type == Timestamp)
            json.WriteStringValue(Time(data));
        else
            json.WriteBase64StringValue(data);
    }

    private static DateTimeOffset Time(ReadOnlySpan<byte> data)
    {
        var (seconds, nanoseconds) = data.Length switch
        {
            4 => (BinaryPrimitives.ReadUInt32BigEndian(data), 0u),
            8 when BinaryPrimitives.ReadUInt64BigEndian(data) is var both => ((long)(both & 0x3_ffff_ffff), (uint)(both >> 34)),
            12 => (BinaryPrimitives.ReadInt64BigEndian(data[4..]), BinaryPrimitives.ReadUInt32BigEndian(data)),
            _ => throw new FormatException($"A timestamp has {data.Length} bytes."),
        };
        return seconds is >= -62_135_596_800 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100)
            : throw new FormatException("A timestamp is out of range.");
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            throw new FormatException("JSON has no number that is not finite.");
    }

    // Lengths come in one, two or four bytes.
    private int Length(int power)
    {
        var length = Unsigned(Take(1 << power));
        return length <= int.MaxValue ? (int)length : throw new FormatException("A length is out of range.");
    }

    private static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        var value = 0ul;
        foreach (var part in bytes)
            value = (value << 8) | part;

        return value;
    }

    private static long Signed(ReadOnlySpan<byte> bytes)
    {
        var unusedBits = 64 - (8 * bytes.Length);
        return (long)(Unsigned(bytes) << unusedBits) >> unusedBits;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new FormatException("The MessagePack ends too early.");

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
            throw new FormatException("The MessagePack is nested too deep.");
    }
}
