using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatFunctions.Notifications;

/// <summary>Something that a back end tells a user, outside any room; also the argument of the live message <c>notification</c>.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Text">For people.</param>
/// <param name="Data">For programs: any JSON object that the back end gave.</param>
/// <param name="CreatedAt">When it was taken on.</param>
/// <param name="Read">Whether the user has marked it as read.</param>
public sealed record Notification(string Id, string Text, JsonElement? Data, DateTimeOffset CreatedAt, bool Read);

/// <summary>The answer of <c>POST /notifications</c>.</summary>
/// <param name="Id">Of the notification or, to a room, of the message.</param>
public sealed record NotificationAccepted(string Id);

/// <summary>The answer of <c>GET /notifications/unread-count</c>.</summary>
/// <param name="Count">Unread notifications; <see cref="Limits.UnreadNotificationsCounted"/> means that many or more.</param>
public sealed record UnreadNotifications(int Count);

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
