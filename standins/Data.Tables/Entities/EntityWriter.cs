using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables.Limits;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// Writes entities as one line of JSON each, in ASCII (the default encoder escapes the rest, as an emulator's parser of
/// transactions needs), and refuses what is beyond the service's limits. Types and their annotations:
/// https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations.
/// </summary>
internal sealed class EntityWriter(PooledBuffer output) : IDisposable
{
    private static readonly PropertyName PartitionKey = PropertyName.System(nameof(ITableEntity.PartitionKey));
    private static readonly PropertyName RowKey = PropertyName.System(nameof(ITableEntity.RowKey));
    private static readonly JsonEncodedText EdmInt64 = JsonEncodedText.Encode("Edm.Int64");
    private static readonly JsonEncodedText EdmDouble = JsonEncodedText.Encode("Edm.Double");
    private static readonly JsonEncodedText EdmDateTime = JsonEncodedText.Encode("Edm.DateTime");
    private static readonly JsonEncodedText EdmGuid = JsonEncodedText.Encode("Edm.Guid");
    private static readonly JsonEncodedText EdmBinary = JsonEncodedText.Encode("Edm.Binary");

    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { SkipValidation = true });
    private int _properties;
    private int _size;

    /// <summary>Writes an entity whose keys have been checked.</summary>
    /// <exception cref="RequestFailedException">The service would refuse it.</exception>
    public void Write(ITableEntity entity)
    {
        _json.Reset();
        _properties = 0;
        _size = 4 + 2 * (entity.PartitionKey.Length + entity.RowKey.Length);
        _json.WriteStartObject();
        _json.WriteString(PartitionKey.Json, entity.PartitionKey);
        _json.WriteString(RowKey.Json, entity.RowKey);
        EntityMapping.Of(entity.GetType()).Write(entity, this);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void WriteString(PropertyName name, string value)
    {
        if (value.Length > TableLimits.StringChars) throw Refusal.PropertyValueTooLarge(name.Value);
        Count(name, 4 + 2 * value.Length);
        _json.WriteString(name.Json, value);
    }

    public void WriteBoolean(PropertyName name, bool value)
    {
        Count(name, 1);
        _json.WriteBoolean(name.Json, value);
    }

    public void WriteInt32(PropertyName name, int value)
    {
        Count(name, 4);
        _json.WriteNumber(name.Json, value);
    }

    public void WriteInt64(PropertyName name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        WriteInt64(name, digits[..length]);
    }

    public void WriteInt64(PropertyName name, ulong value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        WriteInt64(name, digits[..length]);
    }

    public void WriteDouble(PropertyName name, double value)
    {
        Annotate(name, EdmDouble, 8);
        if (double.IsFinite(value)) _json.WriteNumber(name.Json, value);
        else _json.WriteString(name.Json, double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    /// <param name="name">The property.</param>
    /// <param name="value">In UTC.</param>
    public void WriteTime(PropertyName name, DateTime value)
    {
        if (value < TableLimits.EarliestTime) throw Refusal.TimeOutOfRange(name.Value);
        Span<byte> text = stackalloc byte[33];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        Annotate(name, EdmDateTime, 8);
        _json.WriteString(name.Json, text[..length]);
    }

    public void WriteGuid(PropertyName name, Guid value)
    {
        Annotate(name, EdmGuid, 16);
        _json.WriteString(name.Json, value);
    }

    public void WriteBinary(PropertyName name, ReadOnlySpan<byte> value)
    {
        if (value.Length > TableLimits.BinaryBytes) throw Refusal.PropertyValueTooLarge(name.Value);
        Annotate(name, EdmBinary, 4 + value.Length);
        _json.WriteBase64String(name.Json, value);
    }

    public void Dispose() => _json.Dispose();

    private void WriteInt64(PropertyName name, ReadOnlySpan<byte> digits)
    {
        Annotate(name, EdmInt64, 8);
        _json.WriteString(name.Json, digits);
    }

    private void Annotate(PropertyName name, JsonEncodedText type, int size)
    {
        Count(name, size);
        _json.WriteString(name.Annotation, type);
    }

    /// <summary>
    /// The service's reckoning of an entity: 4 bytes and its keys, then for each property 8 bytes, its name and its value.
    /// See https://learn.microsoft.com/archive/blogs/avkashchauhan/how-the-size-of-an-entity-is-caclulated-in-windows-azure-table-storage.
    /// </summary>
    private void Count(PropertyName name, int size)
    {
        if (++_properties > TableLimits.Properties) throw Refusal.TooManyProperties();
        _size += 8 + 2 * name.Value.Length + size;
        if (_size > TableLimits.EntityBytes) throw Refusal.EntityTooLarge();
    }
}
