using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatFunctions.Notifications;

/// <summary>A back end's notification for a user; also the argument of the live message <c>notification</c>.</summary>
/// <param name="Data">The back end's JSON object for the client's code.</param>
public sealed record Notification(string Id, string Text, JsonElement? Data, DateTimeOffset CreatedAt, bool Read);

/// <summary>The answer of <c>POST /notifications</c>.</summary>
/// <param name="Id">The id of the notification or, for a room, of the message.</param>
public sealed record NotificationAccepted(string Id);

/// <summary>The answer of <c>GET /notifications/unread-count</c>.</summary>
/// <param name="Count">Unread notifications; <see cref="Limits.UnreadNotificationsCounted"/> means that many or more.</param>
public sealed record UnreadNotifications(int Count);

/// <summary>Validates a back end's JSON so that it can be stored as text and embedded in answers and live messages.</summary>
internal static class NotificationData
{
    /// <summary>The deepest nesting. Messages around it add a few levels, and JSON readers commonly accept 64.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonWriterOptions Compact = new() { MaxDepth = MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The data without whitespace; null if it is too large, too deep or contains a lone surrogate.</returns>
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
