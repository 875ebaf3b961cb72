using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.Serialization;
using System.Security.Cryptography;
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

internal sealed record NotificationRow : Row
{
    public string Text { get; set; } = "";

    /// <summary>As JSON; absent: none.</summary>
    public string? Data { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public bool Read { get; set; }

    public string? ClientMessageId { get; set; }

    [IgnoreDataMember]
    public string Id => NotificationKeys.Id(RowKey);

    public static NotificationRow Of(string id, string userId, SendNotificationRequest request, DateTimeOffset now) => new()
    {
        PartitionKey = UserKeys.UserPartition(userId),
        RowKey = NotificationKeys.Key(id) ?? throw new ArgumentException("Not a UUID of version 7.", nameof(id)),
        Text = VisibleText.Trim(request.Text!),
        Data = request.Data is { } data ? NotificationData.Write(data) : null,
        CreatedAt = now,
        ClientMessageId = request.ClientMessageId,
    };

    public Notification ToNotification() => new(Id, Text, Data is null ? null : JsonElement.Parse(Data), CreatedAt, Read);
}

/// <summary>The idempotency row of a back end's own id: inserted and removed with its notification.</summary>
internal sealed record SentNotificationRow : Row
{
    public string NotificationId { get; set; } = "";

    /// <summary>A hash of the content, which distinguishes a repeated send from a reused id.</summary>
    public string Hash { get; set; } = "";

    public static SentNotificationRow Of(NotificationRow row) => new()
    {
        PartitionKey = row.PartitionKey,
        RowKey = NotificationKeys.Sent(row.ClientMessageId ?? ""),
        NotificationId = row.Id,
        Hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Text}\0{row.Data}")).AsSpan(..16)),
    };
}

/// <summary>
/// Keys of notifications in a user's partition. They contain the inverted time of the id (UUID version 7, RFC 9562, section 5.7), so a range is
/// read newest first and the id alone gives the key.
/// </summary>
internal static class NotificationKeys
{
    public const string Prefix = "note:";
    private const int IdLength = 32;

    /// <returns>Null: the text isn't the id of a notification.</returns>
    public static string? Key(string id) =>
        id.Length == IdLength && Ids.IsPlausible(id) && long.TryParse(id.AsSpan(..12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
            ? $"{Prefix}{Inverted(milliseconds)}:{id}"
            : null;

    /// <summary>The key that precedes all older notifications.</summary>
    public static string OlderThan(DateTimeOffset time) => $"{Prefix}{Inverted(time.ToUnixTimeMilliseconds())};";

    public static string Id(string rowKey) => rowKey[^IdLength..];

    /// <summary>The key of the idempotency row of a back end's own id.</summary>
    public static string Sent(string clientMessageId) => $"notesent:{clientMessageId}";

    private static string Inverted(long milliseconds) => (long.MaxValue - milliseconds).ToString("D19", CultureInfo.InvariantCulture);
}

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
}
