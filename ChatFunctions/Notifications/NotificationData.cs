using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatFunctions.Notifications;

/// <summary>A back end's own JSON, checked on its way in so that it can be stored as text and written out again wherever it goes.</summary>
internal static class NotificationData
{
    /// <summary>Levels of nesting; what carries it adds a few, and readers commonly stop at 64.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonWriterOptions Compact = new() { MaxDepth = MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The data without whitespace; null where it is too large, too deep, or has half of a surrogate pair.</returns>
    public static string? Write(JsonElement data)
    {
        var json = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(json, Compact);
            data.WriteTo(writer);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return null;
        }

        return json.WrittenCount <= Limits.NotificationDataBytes ? Encoding.UTF8.GetString(json.WrittenSpan) : null;
    }

    public static JsonElement? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
