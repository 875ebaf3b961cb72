using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>A dictionary, above all <see cref="TableEntity"/>: each value by its own type, read by the service's annotations.</summary>
internal sealed class DictionaryMapping(Type type) : EntityMapping
{
    private const string AnnotationSuffix = "@odata.type";
    private readonly Func<ITableEntity> _create = Constructor(type);

    public override void Write(ITableEntity entity, EntityWriter writer)
    {
        foreach ((string name, object? value) in (IDictionary<string, object>)entity)
            if (value is not null && name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
                Write(writer, PropertyName.Of(name), value);
    }

    public override ITableEntity Read(ref Utf8JsonReader reader)
    {
        var entity = _create();
        var properties = (IDictionary<string, object>)entity;
        List<(string Name, string Type)>? annotations = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = EdmReader.String(ref reader);
            reader.Read();
            if (name.EndsWith(AnnotationSuffix, StringComparison.Ordinal))
                (annotations ??= []).Add((name[..^AnnotationSuffix.Length], EdmReader.String(ref reader)));
            else if (name == "Timestamp")
                entity.Timestamp = EdmReader.Time(ref reader);
            else if (name == "odata.metadata")
                reader.Skip();
            else if (Raw(ref reader) is { } value)
                properties[name] = value;
        }

        foreach ((string name, string edm) in annotations ?? [])
            if (properties.TryGetValue(name, out object? raw))
                properties[name] = Typed(edm, raw);
        return entity;
    }

    private static void Write(EntityWriter writer, PropertyName name, object value)
    {
        switch (value)
        {
            case string text: writer.WriteString(name, text); break;
            case bool boolean: writer.WriteBoolean(name, boolean); break;
            case int number: writer.WriteInt32(name, number); break;
            case long number: writer.WriteInt64(name, number); break;
            case ulong number: writer.WriteInt64(name, number); break;
            case double number: writer.WriteDouble(name, number); break;
            case DateTimeOffset time: writer.WriteTime(name, time.UtcDateTime); break;
            case DateTime time: writer.WriteTime(name, EdmDateTime.Utc(time)); break;
            case Guid guid: writer.WriteGuid(name, guid); break;
            case byte[] bytes: writer.WriteBinary(name, bytes); break;
            case BinaryData bytes: writer.WriteBinary(name, bytes.ToMemory().Span); break;
            default: throw new NotSupportedException($"'{name.Value}' is of type {value.GetType()}, which a row read as a dictionary can't hold.");
        }
    }

    /// <summary>A value by its JSON alone; a whole number is an Int32, as the service annotates or points every other.</summary>
    private static object? Raw(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => EdmReader.String(ref reader),
        JsonTokenType.Number => reader.TryGetInt32(out int number) ? (object)number : reader.GetDouble(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static object Typed(string edm, object raw) => (edm, raw) switch
    {
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.DateTime", string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        ("Edm.Double", _) => Convert.ToDouble(raw, CultureInfo.InvariantCulture),
        _ => raw,
    };
}
