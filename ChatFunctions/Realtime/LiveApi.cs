using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.AsyncApi;
using ChatFunctions.Messages;
using ChatFunctions.Presence;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Realtime;

/// <summary>What clients need to know of the live connection: the operation that opens it, and what comes over it.</summary>
internal static class LiveApi
{
    private static readonly Negotiated Connection = new("https://sigr-chat.service.signalr.net/client/?hub=chat", Examples.AccessToken);

    /// <summary>What negotiation answers.</summary>
    public static Example Negotiated { get; } = Example.Of(Connection);

    public static ApiSection Section { get; } = new("Live", "Hearing what happens, as it happens, and being online.", new Dictionary<string, Operation>
    {
        ["Negotiate"] = new Operation(
            "Open a live connection",
            "SignalR's clients call this by themselves for `withUrl(\"/api/users/\" + me.id, { accessTokenFactory })`, and go on to where it leads. "
            + "What they then hear is described by [asyncapi.json](/api/asyncapi.json).")
            .WithoutStorage()
            .Gives(200, "Where to connect, and with which token.", Connection)
            .Refuses(RealtimeFunctions.NotYou),
        ["RenewPresence"] = new Operation(
            "Send a presence heartbeat",
            "The caller is online for 60 seconds. Clients send one every 25 seconds, so that one can get lost. With `rooms`, the ids of "
            + "the rooms that the client has open, the answer has the seqs of the last events of these and of other rooms lately active. Where the client has "
            + "fewer events, a broadcast got lost: get them by `GET /rooms/{roomId}/events`.")
            .TakesOptional(new RenewPresenceRequest([Examples.RoomId]))
            .Gives(200, "Until when the caller is online, and the heads of rooms.", new PresenceLease(Examples.Time.AddSeconds(60)) { Heads = new Dictionary<string, long> { [Examples.RoomId] = 3 } }),
        ["GetOnlineUsers"] = new Operation(
            "List who is online", "Exact to the moment, whether or not anybody has noticed who is gone.")
            .Lists("Users who are online.", new OnlineUser(Examples.BobRef, Examples.Time, Examples.Time.AddSeconds(60))),
    });

    public static IReadOnlyList<LiveMessage> Messages { get; } =
    [
        new(
            Hub.RoomEvents,
            "Something durable happened in a room",
            "To the room, after each commit: the room's id and its events in order, in pieces of about 64 KiB. Drop every `seq` that you have; on a hole, "
            + "ask `GET /api/rooms/{roomId}/events?after={last seq}`. `read` is never in it.",
            Example.Of(Examples.RoomId),
            Example.Of<RoomEvent[]>([Examples.BobAdded, Examples.LiveMessage])),
        new(
            Hub.RoomsChanged,
            "A room came to, or went from, the user's list",
            "To the user: a reason to ask `GET /api/rooms`.",
            Example.Of(new RoomsChanged(Examples.RoomId, RoomsChange.Added))),
        new(
            Hub.Read,
            "A member has read on",
            "To the room, when a read marker moves forward, and only then. Keep the greatest `seq` of each member.",
            Example.Of(new ReadMarker(Examples.RoomId, Examples.BobId, 3))),
        new(
            Hub.Typing,
            "A member is writing",
            "To the room, once in 3 s for each member at most. Show it until `expiresAt`, a newer one, or a message from that user.",
            Example.Of(new Typing(Examples.RoomId, Examples.BobId, "Bob", Examples.Time.AddSeconds(7)))),
        new(
            Hub.Presence,
            "Somebody came or went",
            "To rooms that the user is in, of 100 members at most. Keep, for each user, the one with the latest `at`.",
            Example.Of(new PresenceChange(Examples.BobId, Online: true, Examples.Time))),
        new(
            Hub.Notification,
            "A back end has told the user something",
            "To the user. Drop an `id` that you have; `GET /api/notifications` has those that were missed.",
            Example.Of(Examples.Notification)),
    ];
}
