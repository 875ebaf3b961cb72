using ChatFunctions.Http;

namespace ChatFunctions.Messages;

/// <summary>The refusals that concern messages, each with its stable code.</summary>
internal static class MessageRefusals
{
    public static Refusal NotFound { get; } = new(404, "message_not_found", "This room has no message with this seq.");

    public static Refusal IdReused { get; } =
        new(409, "client_message_id_reused", "You already sent a different message with this clientMessageId in this room.");

    public static Refusal NotYours { get; } = new(403, "forbidden", "Only the sender can edit a message.");

    public static Refusal Deleted { get; } = new(409, "message_deleted", "This message was deleted.");

    public static Refusal VersionMoved { get; } = new(412, "version_mismatch", "This message has changed since the version in If-Match.");

    public static Refusal TooManyReactions { get; } =
        new(409, "too_many_reactions", $"A message can have at most {Limits.EmojisPerMessage} different emoji and {Limits.ReactionsPerMessage} reactions.");
}
