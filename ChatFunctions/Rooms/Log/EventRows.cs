using System.Runtime.Serialization;
using System.Text.Json;

namespace ChatFunctions.Rooms.Log;

/// <summary>The row of one event, at the key of its seq.</summary>
internal abstract record EventRow : RowWithBlobs
{
    /// <summary>Unique. It shows whether a commit with an unknown outcome took effect.</summary>
    public string Id { get; set; } = "";

    [IgnoreDataMember]
    public long Seq => RoomKeys.Seq(RowKey);
}

/// <summary>A message in its current state. Its text is stored only here, so deleting it erases it.</summary>
internal sealed record MessageRow : EventRow
{
    public string SenderId { get; set; } = "";

    public string SenderName { get; set; } = "";

    public string? Text { get; set; }

    public string? ClientMessageId { get; set; }

    public long? ReplyTo { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public bool? Deleted { get; set; }

    /// <summary>Absent: 1, as sent.</summary>
    public int? Version { get; set; }

    /// <summary>Its number among the room's messages, from 1. The difference of two ordinals is a number of messages.</summary>
    public long Ordinal { get; set; }

    /// <summary>Reactions as JSON; absent if there are none.</summary>
    public string? Reactions { get; set; }

    /// <summary>The ids of mentioned members and <see cref="Log.Mentions.Room"/>, separated by spaces; absent: none.</summary>
    public string? Mentions { get; set; }

    /// <summary>True: its <see cref="ReportsRow"/> exists.</summary>
    public bool? Reported { get; set; }

    /// <summary>Whether it mentions this user or the room.</summary>
    public bool HasMentionOf(string userId) => SenderId != userId && Log.Mentions.Read(Mentions) is { } ids && (ids.Contains(userId) || ids.Contains(Log.Mentions.Room));

    /// <summary>Attachments as JSON; absent if there are none.</summary>
    public string? Attachments { get; set; }

    [IgnoreDataMember]
    public override string? BlobPartition => Attachments is null ? null : PartitionKey;

    public IReadOnlyList<StoredAttachment> ReadAttachments() => Attachments is null ? [] : JsonSerializer.Deserialize(Attachments, ChatJson.TypeInfo<StoredAttachment[]>())!;

    public static string? WriteAttachments(IReadOnlyList<StoredAttachment> attachments) =>
        attachments.Count == 0 ? null : JsonSerializer.Serialize([.. attachments], ChatJson.TypeInfo<StoredAttachment[]>());

    public IReadOnlyList<Reaction> ReadReactions() => Reactions is null ? [] : JsonSerializer.Deserialize(Reactions, ChatJson.TypeInfo<Reaction[]>())!;

    public static string? WriteReactions(IReadOnlyList<Reaction> reactions) =>
        reactions.Count == 0 ? null : JsonSerializer.Serialize([.. reactions], ChatJson.TypeInfo<Reaction[]>());

    public Message ToMessage() => new()
    {
        Seq = Seq,
        RoomId = PartitionKey,
        Id = Id,
        Sender = new UserRef(SenderId, SenderName),
        Text = Text ?? "",
        ClientMessageId = ClientMessageId,
        ReplyTo = ReplyTo,
        CreatedAt = CreatedAt,
        EditedAt = EditedAt,
        Deleted = Deleted ?? false,
        Version = Version ?? 1,
        Attachments = Attachments is null ? null : [.. ReadAttachments().Select(attachment => attachment.ToAttachment(PartitionKey, Blobs))],
        Reactions = ReadReactions(),
        Mentions = Log.Mentions.Read(Mentions),
    };
}

/// <summary>An event other than a message. It refers to its message by seq and contains none of its text.</summary>
internal sealed record ChangeRow : EventRow
{
    public RoomChangeType Change { get; set; }

    public string ActorId { get; set; } = "";

    public string ActorName { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string? Name { get; set; }

    public string? Topic { get; set; }

    public string? UserId { get; set; }

    public string? UserName { get; set; }

    public Role? Role { get; set; }

    public bool? Banned { get; set; }

    public long? MessageSeq { get; set; }

    public string? Emoji { get; set; }

    /// <summary>The room's new picture; absent if it was removed.</summary>
    public string? Picture { get; set; }

    [IgnoreDataMember]
    public override string? BlobPartition => Picture is null ? null : PartitionKey;

    /// <summary>Whether it contains this user's name.</summary>
    public bool Names(string userId) => (ActorId == userId && ActorName.Length > 0) || (UserId == userId && UserName is { Length: > 0 });

    /// <param name="message">The message that it refers to, in its current state.</param>
    public RoomChange ToEvent(Message? message) => new()
    {
        Seq = Seq,
        RoomId = PartitionKey,
        Change = Change,
        Actor = new UserRef(ActorId, ActorName),
        At = At,
        Name = Name,
        Topic = Topic,
        User = UserId is null ? null : new UserRef(UserId, UserName ?? ""),
        Role = Role,
        Banned = Banned,
        MessageSeq = MessageSeq,
        Emoji = Emoji,
        PictureUrl = this.PictureUrl(Picture),
        Message = message,
    };
}

/// <summary>An idempotency row: the message of a sender's clientMessageId. Inserted with the message and kept as long as the room.</summary>
internal sealed record SendRow : Row
{
    public long Seq { get; set; }

    /// <summary>A hash of the content, which distinguishes a repeated send from a reused id; empty after the message is deleted.</summary>
    public string Hash { get; set; } = "";
}

/// <summary>The head or a message, with the columns of both.</summary>
internal sealed record TopRow : RoomHead
{
    public string Id { get; set; } = "";

    public string SenderId { get; set; } = "";

    public string SenderName { get; set; } = "";

    public string? Text { get; set; }

    public string? ClientMessageId { get; set; }

    public long? ReplyTo { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public bool? Deleted { get; set; }

    public int? Version { get; set; }

    public long Ordinal { get; set; }

    public string? Reactions { get; set; }

    public string? Mentions { get; set; }

    public string? Attachments { get; set; }

    public MessageRow ToMessageRow() => new()
    {
        PartitionKey = PartitionKey,
        RowKey = RowKey,
        Id = Id,
        SenderId = SenderId,
        SenderName = SenderName,
        Text = Text,
        ClientMessageId = ClientMessageId,
        ReplyTo = ReplyTo,
        CreatedAt = CreatedAt,
        EditedAt = EditedAt,
        Deleted = Deleted,
        Version = Version,
        Ordinal = Ordinal,
        Reactions = Reactions,
        Mentions = Mentions,
        Attachments = Attachments,
    };
}
