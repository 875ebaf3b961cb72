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
    public object this[string key]
    {
        get => throw new NotImplementedException();
        set => throw new NotImplementedException();
    }

    public string GetString(string key) => throw new NotImplementedException();

    public int? GetInt32(string key) => throw new NotImplementedException();

    public long? GetInt64(string key) => throw new NotImplementedException();

    public bool? GetBoolean(string key) => throw new NotImplementedException();

    public double? GetDouble(string key) => throw new NotImplementedException();

    public DateTime? GetDateTime(string key) => throw new NotImplementedException();

    public DateTimeOffset? GetDateTimeOffset(string key) => throw new NotImplementedException();

    public Guid? GetGuid(string key) => throw new NotImplementedException();

    public byte[] GetBinary(string key) => throw new NotImplementedException();

    public BinaryData GetBinaryData(string key) => throw new NotImplementedException();

    public void Add(string key, object value) => throw new NotImplementedException();

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
}
