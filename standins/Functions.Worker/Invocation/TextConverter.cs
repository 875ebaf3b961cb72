using System.Globalization;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>
/// Turns a trigger's text into a parameter's type, as the official worker's converters do: strings as they are, GUIDs and dates
/// parsed, everything else read as JSON, so that <c>42</c> and <c>true</c> convert, and <c>+42</c>, <c>True</c> and an enum's name don't.
/// </summary>
internal static class TextConverter
{
    /// <summary>Whether text from a route or a query can become that type at all.</summary>
    public static bool Supports(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(decimal) || plain == typeof(Guid) || plain == typeof(DateTime)
            || plain == typeof(DateTimeOffset) || plain.IsEnum
            || (plain.IsPrimitive && plain != typeof(char) && plain != typeof(nint) && plain != typeof(nuint));
    }

    /// <exception cref="FunctionInputConverterException">The text is no value of the type.</exception>
    public static object? Convert(string text, Type type, string parameter, JsonSerializerOptions json)
    {
        if (type == typeof(string) || type == typeof(object))
            return text;

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Guid) && Guid.TryParse(text, out var guid))
            return guid;

        if (plain == typeof(DateTimeOffset) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant))
            return instant;

        if (plain == typeof(DateTime) && DateTime.TryParse(text, CultureInfo.InvariantCulture, out var time))
            return time;

        try
        {
            return JsonSerializer.Deserialize(text, type, json);
        }
        catch (JsonException notOfType)
        {
            throw new FunctionInputConverterException(
                $"The value of parameter '{parameter}' does not convert to {type}: {notOfType.Message}", notOfType);
        }
    }
}
