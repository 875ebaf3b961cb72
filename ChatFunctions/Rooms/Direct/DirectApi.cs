using ChatFunctions.Accounts;
using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.Http;

namespace ChatFunctions.Rooms.Direct;

/// <summary>What clients need to know of direct rooms.</summary>
internal static class DirectApi
{
    private static readonly Room Example = Examples.Room with { Name = "", Kind = RoomKind.Direct, With = Examples.BobRef, MyRole = Role.Member };

    public static ApiSection Section { get; } = new("Direct", "Rooms of two.", new Dictionary<string, Operation>
    {
        ["PutDirectRoom"] = new Operation("Get the direct room with somebody", "The same two always get the same room, also when both ask at once.")
            .Gives(200, "The room, which was there.", Example)
            .Gives(201, "The room, made just now.", Example, Headers.Location)
            .Refuses(Refusal.Invalid("userId", ""), AccountRefusals.UserNotFound, RoomRefusals.TooManyRooms, RoomRefusals.Exists),
        ["GetInbox"] = new Operation("List direct messages to oneself", "From all, or from one sender; newest first, over all direct rooms.")
            .Asks(Query.Text("from", "Only this user's; an id.", Examples.BobId), Query.Since)
            .Lists("Messages to the caller.", Examples.Message with { Sender = Examples.BobRef, Read = null }, Limits.InboxPageSize),
    });
}
