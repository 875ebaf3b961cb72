using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.Http;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>What clients need to know of sending and changing messages.</summary>
internal static class MessageApi
{
    private static readonly Message Edited = Examples.Message with { Text = "Milk, or lemon?", EditedAt = Examples.Time.AddMinutes(1), Version = 2 };

    private static readonly Message Tombstone = Examples.LiveMessage with { Text = "", Deleted = true, Version = 2 };

    /// <summary>How messages refuse to be changed.</summary>
    private static readonly Refusal[] Unchangeable = [.. RoomApi.StrangersAndRoles, MessageRefusals.NotFound];

    public static ApiSection Section { get; } = new("Messages", "Sending, changing, reacting.", new Dictionary<string, Operation>
    {
        ["SendMessage"] = new Operation(
            "Send a message",
            "Durable before the answer. With a `clientMessageId` it is safe to repeat, at once or years later: it is stored once, and repeating costs nothing of the rate limit.")
            .Takes(new SendMessageRequest("Milk or lemon?", "tea-1", ReplyTo: null))
            .Gives(200, "It was sent before; this is the first one.", Examples.LiveMessage)
            .Gives(201, "Sent.", Examples.LiveMessage, Headers.Location)
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(MessageRefusals.IdReused),
        ["SendBatch"] = new Operation("Send several messages", "All or none, in this order, and next to each other. Those sent before keep their first places.")
            .Takes(new SendBatchRequest([new SendMessageRequest("Milk or lemon?", "tea-1", ReplyTo: null)]))
            .Gives(201, "Each, in the order sent.", new SentBatch([Examples.LiveMessage]))
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(MessageRefusals.IdReused),
        ["GetMessage"] = new Operation("Get a message").Gives(200, "The message as it is now.", Examples.Message).Refuses(RoomApi.Strangers).Refuses(MessageRefusals.NotFound),
        ["EditMessage"] = new Operation("Edit a message", "Its sender. The same text again changes nothing.")
            .Asks(KnownParameters.IfMatch)
            .Takes(new EditMessageRequest("Milk, or lemon?"))
            .Gives(200, "The message, edited.", Edited)
            .Refuses(Unchangeable)
            .Refuses(MessageRefusals.Deleted, MessageRefusals.VersionMoved),
        ["DeleteMessage"] = new Operation("Delete a message", "Its sender, admins and owners. A tombstone with no text stays at its seq. Deleting again changes nothing.")
            .Asks(KnownParameters.IfMatch)
            .Gives(200, "The message, deleted.", Tombstone)
            .Refuses(Unchangeable)
            .Refuses(MessageRefusals.VersionMoved),
        ["AddReaction"] = new Operation("React to a message", "Once for each user and emoji; doing it again changes nothing.")
            .Gives(200, "The message with its reactions.", Examples.Message with { Read = null })
            .Refuses(Unchangeable)
            .Refuses(Refusal.Invalid("emoji", ""), MessageRefusals.Deleted, MessageRefusals.TooManyReactions),
        ["RemoveReaction"] = new Operation("Take a reaction back", "Doing it again changes nothing.")
            .Gives(200, "The message with its reactions.", Examples.LiveMessage)
            .Refuses(Unchangeable)
            .Refuses(Refusal.Invalid("emoji", ""), MessageRefusals.Deleted),
        ["MarkRead"] = new Operation("Say how far one has read", "The marker only moves forward; the seq of any event up to the room's head.")
            .Takes(new MarkReadRequest(3))
            .Gives(200, "The marker as it is now.", new ReadMarker(Examples.RoomId, Examples.AdaId, 3))
            .Refuses(RoomApi.Strangers),
        ["NoteTyping"] = new Operation("Say that one is writing", "Not stored; the room is told once in 3 s at most.")
            .Gives(202, "The hint for the room.", new Typing(Examples.RoomId, Examples.AdaId, "Ada", Examples.Time.AddSeconds(7)))
            .Refuses(RoomApi.StrangersAndRoles),
    });
}
