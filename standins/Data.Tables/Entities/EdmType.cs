using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>How values of a CLR type stand in a row.</summary>
internal abstract class EdmType<T>
{
    public abstract void Write(EntityWriter writer, PropertyName name, T value);

    /// <summary>Reads by the type asked for rather than by the one stored: the service leaves most annotations out.</summary>
    public abstract T Read(ref Utf8JsonReader reader);
}

internal sealed class EdmString : EdmType<string>
{
    public override void Write(EntityWriter writer, PropertyName name, string value) => writer.WriteString(name, value);

    public override string Read(ref Utf8JsonReader reader) => EdmReader.String(ref reader);
}

internal sealed class EdmBoolean : EdmType<bool>
{
    public override void Write(EntityWriter writer, PropertyName name, bool value) => writer.WriteBoolean(name, value);

    public override bool Read(ref Utf8JsonReader reader) => reader.GetBoolean();
}

internal sealed class EdmInt32 : EdmType<int>
{
    public override void Write(EntityWriter writer, PropertyName name, int value) => writer.WriteInt32(name, value);

    public override int Read(ref Utf8JsonReader reader) => checked((int)EdmReader.Int64(ref reader));
}

internal sealed class EdmInt64 : EdmType<long>
{
    public override void Write(EntityWriter writer, PropertyName name, long value) => writer.WriteInt64(name, value);

    public override long Read(ref Utf8JsonReader reader) => EdmReader.Int64(ref reader);
}

internal sealed class EdmUInt64 : EdmType<ulong>
{
    public override void Write(EntityWriter writer, PropertyName name, ulong value) => writer.WriteInt64(name, value);

    public override ulong Read(ref Utf8JsonReader reader) => checked((ulong)EdmReader.Int64(ref reader));
}

internal sealed class EdmDouble : EdmType<double>
{
    public override void Write(EntityWriter writer, PropertyName name, double value) => writer.WriteDouble(name, value);

    public override double Read(ref Utf8JsonReader reader) => EdmReader.Double(ref reader);
}

/// <summary>Only UTC is written, as with the official client: anything else would come back as another time.</summary>
internal sealed class EdmDateTime : EdmType<DateTime>
{
    public override void Write(EntityWriter writer, PropertyName name, DateTime value) => writer.WriteTime(name, Utc(value));

    public override DateTime Read(ref Utf8JsonReader reader) => EdmReader.Time(ref reader).UtcDateTime;

    public static DateTime Utc(DateTime value) => value.Kind == DateTimeKind.Utc
        ? value
        : throw new NotSupportedException($"A DateTime must be of kind Utc to be stored; this one is {value.Kind}.");
}

internal sealed class EdmDateTimeOffset : EdmType<DateTimeOffset>
{
    public override void Write(EntityWriter writer, PropertyName name, DateTimeOffset value) => writer.WriteTime(name, value.UtcDateTime);

    public override DateTimeOffset Read(ref Utf8JsonReader reader) => EdmReader.Time(ref reader);
}

internal sealed class EdmGuid : EdmType<Guid>
{
    public override void Write(EntityWriter writer, PropertyName name, Guid value) => writer.WriteGuid(name, value);

    public override Guid Read(ref Utf8JsonReader reader) => EdmReader.Guid(ref reader);
}

internal sealed class EdmBytes : EdmType<byte[]>
{
    public override void Write(EntityWriter writer, PropertyName name, byte[] value) => writer.WriteBinary(name, value);

    public override byte[] Read(ref Utf8JsonReader reader) => reader.GetBytesFromBase64();
}

internal sealed class EdmBinaryData : EdmType<BinaryData>
{
    public override void Write(EntityWriter writer, PropertyName name, BinaryData value) => writer.WriteBinary(name, value.ToMemory().Span);

    public override BinaryData Read(ref Utf8JsonReader reader) => new(reader.GetBytesFromBase64());
}

/// <summary>Enums are stored by name.</summary>
internal sealed class EdmEnum<T> : EdmType<T>
    where T : struct, Enum
{
    public override void Write(EntityWriter writer, PropertyName name, T value) => writer.WriteString(name, value.ToString());

    public override T Read(ref Utf8JsonReader reader) => Enum.Parse<T>(EdmReader.String(ref reader));
}
