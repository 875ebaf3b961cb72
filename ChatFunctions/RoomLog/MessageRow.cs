using System.Text.Json;
using ChatFunctions.Accounts;
using ChatFunctions.Http;
using ChatFunctions.Messages;

namespace ChatFunctions.RoomLog;

/// <summary>A message in its present state. Its text is stored here and nowhere else, so that deleting erases it.</summary>
internal sealed class MessageRow : EventRow
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

    /// <summary>Its place among the room's messages, from 1: two of them subtracted count what is unread.</summary>
    public long Ordinal { get; set; }

    /// <summary>The wire's reactions as JSON; absent: none.</summary>
    public string? Reactions { get; set; }

    public IReadOnlyList<Reaction> ReadReactions() => Reactions is null ? [] : JsonSerializer.Deserialize(Reactions, ChatJson.TypeInfo<Reaction[]>())!;

    public static string? WriteReactions(IReadOnlyList<Reaction> reactions) =>
        reactions.Count == 0 ? null : JsonSerializer.Serialize([.. reactions], ChatJson.TypeInfo<Reaction[]>());

    public MessageRow Copy() => (MessageRow)MemberwiseClone();

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
        Reactions = ReadReactions(),
    };
}
