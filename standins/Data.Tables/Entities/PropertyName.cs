using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables.Limits;

namespace Azure.Data.Tables.Entities;

/// <summary>A property's name in the forms that reading and writing JSON need, made once.</summary>
internal sealed class PropertyName
{
    /// <summary>Names come from code, so they are few; this guards against an app that makes them from data.</summary>
    private const int CacheCapacity = 4096;

    private static readonly ConcurrentDictionary<string, PropertyName> Cache = new(StringComparer.Ordinal);

    private PropertyName(string value)
    {
        Value = value;
        Utf8 = Encoding.UTF8.GetBytes(value);
        Json = JsonEncodedText.Encode(value);
        Annotation = JsonEncodedText.Encode(value + "@odata.type");
    }

    public string Value { get; }

    public byte[] Utf8 { get; }

    public JsonEncodedText Json { get; }

    /// <summary>The name of the property that says this one's type.</summary>
    public JsonEncodedText Annotation { get; }

    /// <exception cref="RequestFailedException">The service would refuse the name.</exception>
    public static PropertyName Of(string name)
    {
        if (Cache.TryGetValue(name, out var known)) return known;
        if (name.Length > TableLimits.PropertyNameChars) throw Refusal.PropertyNameTooLong(name);
        if (!IsIdentifier(name)) throw Refusal.PropertyNameInvalid(name);

        var made = new PropertyName(name);
        if (Cache.Count < CacheCapacity) Cache.TryAdd(name, made);
        return made;
    }

    /// <summary>For the service's own names, which follow no rule.</summary>
    public static PropertyName System(string name) => new(name);

    private static bool IsIdentifier(string name) =>
        name.Length > 0
        && (char.IsLetter(name[0]) || name[0] == '_' || char.IsSurrogate(name[0]))
        && name.All(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is
            UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format);
}
