using ChatFunctions.Accounts;
using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.Http;

namespace ChatFunctions.Rooms;

/// <summary>What clients need to know of rooms.</summary>
internal static class RoomApi
{
    /// <summary>How rooms refuse those who aren't in them.</summary>
    public static Refusal[] Strangers { get; } = [RoomRefusals.NotFound, RoomRefusals.NotAMember];

    /// <summary>How rooms refuse strangers, and members whose role isn't enough.</summary>
    public static Refusal[] StrangersAndRoles { get; } = [.. Strangers, RoomRefusals.Forbidden];

    public static ApiSection Section { get; } = new("Rooms", "Making rooms, finding them, and what they are called.", new Dictionary<string, Operation>
    {
        ["CreateRoom"] = new Operation("Make a room", "The caller is its owner; `members` are in it from the start. Direct rooms are made by `PUT /direct/{userId}`.")
            .Takes(new CreateRoomRequest("Tea", RoomKind.Private, [Examples.BobId]))
            .Gives(201, "The room.", Examples.Room, Headers.Location)
            .Refuses(RoomRefusals.TooManyRooms, RoomRefusals.Exists, AccountRefusals.UserNotFound),
        ["ListRooms"] = new Operation("List one's rooms", "Most recently active first, each with its newest message and how many are unread.")
            .Lists("Rooms that the caller is a member of.", new RoomSummary(Examples.Room) { LastMessage = Examples.LiveMessage, UnreadCount = 1 }),
        ["FindPublicRooms"] = new Operation("Find public rooms", "Those whose name begins with `q`. A page may come out short while its cursor goes on.")
            .Asks(Query.Text("q", "The beginning of a name, in any case; absent: all.", "te", maxLength: Limits.RoomNameLength))
            .Lists("Public rooms in the order of their names.", Examples.PublicRoom),
        ["GetRoom"] = new Operation("Get a room", "A public one answers everybody who is signed in, with `myRole` null for those who aren't members.")
            .Gives(200, "The room.", Examples.Room)
            .Refuses(RoomRefusals.NotFound),
        ["RenameRoom"] = new Operation("Rename a room", "Admins and owners.")
            .Takes(new RenameRoomRequest("Tea and cake"))
            .Gives(200, "The room, renamed.", Examples.Room with { Name = "Tea and cake", Head = 4 })
            .Refuses(StrangersAndRoles),
        ["DeleteRoom"] = new Operation("Delete a room", "Owners. All of it is erased, for everybody.")
            .Gives(200, "Deleted.", new DeletedResource(Examples.RoomId))
            .Refuses(StrangersAndRoles),
    });
}
