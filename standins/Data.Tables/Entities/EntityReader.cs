using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Entities out of the service's answers.</summary>
internal static class EntityReader
{
    public static T One<T>(ReadOnlyMemory<byte> json)
        where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return (T)EntityMapping.Of(typeof(T)).Read(ref reader);
    }

    /// <summary>The entities of a page: <c>{"odata.metadata": ..., "value": [...]}</c>.</summary>
    public static List<T> Page<T>(ReadOnlyMemory<byte> json)
        where T : class, ITableEntity
    {
        var mapping = EntityMapping.Of(typeof(T));
        var entities = new List<T>();
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isValue) reader.Skip();
            else
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    entities.Add((T)mapping.Read(ref reader));
        }

        return entities;
    }
}
