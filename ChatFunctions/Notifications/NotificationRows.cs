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
    private const string Prefix = "note:";
    private const int IdLength = 32;

    /// <summary>The start of the range of all notifications.</summary>
    public const string Start = Prefix;

    /// <summary>The end of that range.</summary>
    public const string End = "note;";

    public static string Partition(string userId) => UserKeys.UserPartition(userId);

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
