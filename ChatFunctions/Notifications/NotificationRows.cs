using System.Buffers.Text;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;
using ChatFunctions.Storage;

namespace ChatFunctions.Notifications;

internal sealed class NotificationRow : Row
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
        Text = request.Text!.Trim(),
        Data = request.Data is { } data ? NotificationData.Write(data) : null,
        CreatedAt = now,
        ClientMessageId = request.ClientMessageId,
    };

    public Notification ToNotification() => new(Id, Text, NotificationData.Read(Data), CreatedAt, Read);
}

/// <summary>Says that a back end's own id was used: inserted with the notification and removed with it.</summary>
internal sealed class SentNotificationRow : Row
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
