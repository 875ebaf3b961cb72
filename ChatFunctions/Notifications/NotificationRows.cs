using System.Buffers.Text;
using System.Globalization;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Notifications;

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
        PartitionKey = NotificationKeys.Partition(userId),
        RowKey = NotificationKeys.Key(id) ?? throw new ArgumentException("Not a UUID of version 7.", nameof(id)),
        Text = VisibleText.Trim(request.Text!),
        Data = request.Data is { } data ? NotificationData.Write(data) : null,
        CreatedAt = now,
        ClientMessageId = request.ClientMessageId,
    };

    public Notification ToNotification() => new(Id, Text, NotificationData.Read(Data), CreatedAt, Read);
}

/// <summary>Says that a back end's own id was used: inserted with the notification and removed with it.</summary>
internal sealed record SentNotificationRow : Row
{
    public string NotificationId { get; set; } = "";

    /// <summary>A fingerprint of what was sent, to tell a repetition from a mistake.</summary>
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
/// Keys of notifications, in their user's partition of the Users table. The time is inverted, so that a range read is newest first;
/// it is the one inside the id (UUID version 7, RFC 9562, section 5.7), so that the id alone leads to the row.
/// </summary>
internal static class NotificationKeys
{
    private const string Prefix = "note:";
    private const int IdLength = 32;

    /// <summary>Where all notifications of a user begin.</summary>
    public const string Start = Prefix;

    /// <summary>Where they end.</summary>
    public const string End = "note;";

    public static string Partition(string userId) => UserKeys.UserPartition(userId);

    /// <returns>Null: the text is no notification's id.</returns>
    public static string? Key(string id) =>
        id.Length == IdLength && Ids.IsPlausible(id) && long.TryParse(id.AsSpan(..12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
            ? $"{Prefix}{Inverted(milliseconds)}:{id}"
            : null;

    /// <summary>After this key come those that are older.</summary>
    public static string OlderThan(DateTimeOffset time) => $"{Prefix}{Inverted(time.ToUnixTimeMilliseconds())};";

    public static string Id(string rowKey) => rowKey[^IdLength..];

    /// <summary>Says that a back end's own id was used, for which notification.</summary>
    public static string Sent(string clientMessageId) => $"notesent:{clientMessageId}";

    private static string Inverted(long milliseconds) => (long.MaxValue - milliseconds).ToString("D19", CultureInfo.InvariantCulture);
}
