using System.Text.Json.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>A message in its current state, as clients see it.</summary>
public sealed record Message : RoomEvent
{
    [JsonPropertyOrder(-2)]
    public override string Type => MessageType;

    public required string Id { get; init; }

    public required UserRef Sender { get; init; }

    /// <summary>Empty once the message is deleted.</summary>
    public required string Text { get; init; }

    /// <summary>The sender's own id, if any, unique among the sender's messages in the room.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The seq of the message that this one replies to.</summary>
    public long? ReplyTo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public bool Deleted { get; init; }

    /// <summary>1 when sent, incremented by each edit and by the deletion. <c>If-Match</c> compares it.</summary>
    public required int Version { get; init; }

    /// <summary>Files; absent if there are none.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>Reactions by emoji, in order of first use.</summary>
    public IReadOnlyList<Reaction> Reactions { get; init; } = [];

    /// <summary>Ids of the members whom it mentions, and <c>room</c> if it mentions all; absent if there are none.</summary>
    public IReadOnlyList<string>? Mentions { get; init; }

    /// <summary>Whether every other member has read it; absent in rooms with more than <see cref="Limits.MembersForRead"/> members and in live events.</summary>
    public bool? Read { get; init; }

    internal const string MessageType = "message";

    internal override int EstimatedBytes => 400 + (2 * Text.Length) + (40 * (Mentions?.Count ?? 0)) + (1_500 * (Attachments?.Count ?? 0)) + Reactions.Sum(reaction => 40 + (40 * reaction.UserIds.Count));
}

/// <summary>One emoji and the users who reacted with it, in that order.</summary>
public sealed record Reaction(string Emoji, IReadOnlyList<string> UserIds);

/// <summary>The refusals that concern messages, each with its stable code.</summary>
internal static class MessageRefusals
{
    public static Refusal NotFound { get; } = new(404, "message_not_found", "This room has no message with this seq.");

    public static Refusal IdReused { get; } =
        new(409, "client_message_id_reused", "You already sent a different message with this clientMessageId in this room.");

    public static Refusal NotYours { get; } = new(403, "forbidden", "Only the sender can edit a message.");

    public static Refusal AttachmentUnusable { get; } =
        new(409, "attachment_unusable", "A file is missing, expired, already used, not what its upload declared, or may contain malware. Upload it again.");

    public static Refusal ScanPending { get; } =
        new(503, "scan_pending", "A file is still being checked for malware. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static Refusal Deleted { get; } = new(409, "message_deleted", "This message was deleted.");

    public static Refusal VersionMoved { get; } = new(412, "version_mismatch", "This message has changed since the version in If-Match.");

    public static Refusal TooManyPins { get; } = new(409, "too_many_pins", $"A room can have at most {Limits.PinsPerRoom} pinned messages.");

    public static Refusal Own { get; } = new(409, "own_message", "You can't report your own message.");

    public static Refusal OwnReports { get; } = new(403, "forbidden", "Only another admin can dismiss reports of your message.");

    public static Refusal TooManyReports { get; } =
        new(409, "too_many_reports", $"{Limits.ReportsPerMessage} members have already reported this message.");

    public static Refusal TooManyReactions { get; } =
        new(409, "too_many_reactions", $"A message can have at most {Limits.EmojisPerMessage} different emoji and {Limits.ReactionsPerMessage} reactions.");
}
