#nullable disable annotations // The official assembly carries none, so the app must compile against none.

using System.Collections;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary of its properties, keys included.</summary>
/// <param name="values">What it starts with; copied.</param>
public sealed class TableEntity(IDictionary<string, object> values) : ITableEntity, IDictionary<string, object>
{
    private const string ETagKey = "odata.etag";
    private readonly Dictionary<string, object> _properties = values is null ? [] : new(values);

    /// <summary>An empty row.</summary>
    public TableEntity() : this(null)
    {
    }

    /// <summary>A row with nothing but keys.</summary>
    public TableEntity(string partitionKey, string rowKey) : this(null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => _properties[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => _properties[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(ETagKey) is { } etag ? new ETag(etag) : default;
        set => _properties[ETagKey] = value.ToString();
    }

    /// <inheritdoc/>
    public int Count => _properties.Count;

    /// <inheritdoc/>
    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A property's value; null where the row hasn't got it.</summary>
    /// <remarks>A whole number put in the place of a long or a double becomes one, so that <c>row["Count"] = 5</c> keeps the type.</remarks>
    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = (_properties.GetValueOrDefault(key), value) switch
        {
            (long, int number) => (long)number,
            (double, int number) => (double)number,
            _ => value,
        };
    }

    /// <summary>A property's value as text; null where the row hasn't got it.</summary>
    /// <exception cref="InvalidOperationException">It is of another type.</exception>
    public string GetString(string key) => Get<string>(key);

    /// <inheritdoc cref="GetString"/>
    public int? GetInt32(string key) => Get<int?>(key);

    /// <inheritdoc cref="GetString"/>
    public long? GetInt64(string key) => Get<long?>(key);

    /// <inheritdoc cref="GetString"/>
    public bool? GetBoolean(string key) => Get<bool?>(key);

    /// <inheritdoc cref="GetString"/>
    public double? GetDouble(string key) => Get<double?>(key);

    /// <inheritdoc cref="GetString"/>
    public DateTime? GetDateTime(string key) => _properties.GetValueOrDefault(key) is DateTimeOffset time ? time.UtcDateTime : Get<DateTime?>(key);

    /// <inheritdoc cref="GetString"/>
    public DateTimeOffset? GetDateTimeOffset(string key) => _properties.GetValueOrDefault(key) is DateTime time ? time : Get<DateTimeOffset?>(key);

    /// <inheritdoc cref="GetString"/>
    public Guid? GetGuid(string key) => Get<Guid?>(key);

    /// <inheritdoc cref="GetString"/>
    public byte[] GetBinary(string key) => Get<byte[]>(key);

    /// <inheritdoc cref="GetString"/>
    public BinaryData GetBinaryData(string key) => _properties.GetValueOrDefault(key) is byte[] bytes ? new(bytes) : Get<BinaryData>(key);

    /// <inheritdoc/>
    public void Add(string key, object value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private T Get<T>(string key) => _properties.GetValueOrDefault(key) switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException($"'{key}' is a {other.GetType()}, not a {typeof(T)}."),
    };
}
