namespace ChatFunctions.RoomLog;

/// <summary>A row that is either the head or a message: the columns of both.</summary>
internal sealed class TopRow : HeadRow
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
    };
}
