using ChatFunctions.Http;

namespace ChatFunctions.Messages;

/// <summary>The refusals that concern messages, each with its stable code.</summary>
internal static class MessageRefusals
{
    public static Refusal NotFound { get; } = new(404, "message_not_found", "There is no message with this seq in the room.");

    public static Refusal IdReused { get; } =
        new(409, "client_message_id_reused", "You have sent another message with this clientMessageId in this room.");

    public static Refusal NotYours { get; } = new(403, "forbidden", "Only its sender can edit a message.");

    public static Refusal Deleted { get; } = new(409, "message_deleted", "The message is deleted.");

    public static Refusal VersionMoved { get; } = new(412, "version_mismatch", "The message has changed since the version in If-Match.");

    public static Refusal TooManyReactions { get; } =
        new(409, "too_many_reactions", $"A message has {Limits.EmojisPerMessage} different emojis and {Limits.ReactionsPerMessage} reactions at most.");
}
