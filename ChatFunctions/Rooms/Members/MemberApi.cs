using ChatFunctions.Accounts;
using ChatFunctions.ApiDescription;

namespace ChatFunctions.Rooms.Members;

/// <summary>What clients need to know of membership.</summary>
internal static class MemberApi
{
    public static ApiSection Section { get; } = new("Members", "Who is in a room, and as what.", new Dictionary<string, Operation>
    {
        ["ListMembers"] = new Operation("List a room's members", "In the order in which they registered.")
            .Lists("Members, each with how far it has read.", new RoomMember(Examples.BobRef, Role.Member, Examples.Time, ReadSeq: 3))
            .Refuses(RoomApi.Strangers),
        ["JoinRoom"] = new Operation("Join a public room", "Joining again changes nothing.")
            .Gives(200, "The room.", Examples.PublicRoom with { MyRole = Role.Member })
            .Refuses(RoomRefusals.NotFound, RoomRefusals.RoomFull, RoomRefusals.TooManyRooms, AccountRefusals.UserNotFound),
        ["PutMember"] = new Operation(
            "Add a member, or change a member's role", "Admins and owners; only an owner makes owners, or makes an owner less. Without a `role`, somebody new is a member.")
            .Takes(new PutMemberRequest(Role.Admin))
            .Gives(200, "The room.", Examples.Room)
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(AccountRefusals.UserNotFound, RoomRefusals.LastOwner, RoomRefusals.RoomFull, RoomRefusals.TooManyRooms),
        ["RemoveMember"] = new Operation("Leave a room, or remove a member", "Oneself, or, as an admin or owner, others. Removing somebody who isn't there changes nothing. Nobody leaves a direct room.")
            .Gives(200, "The room, without the member.", Examples.Room with { MemberCount = 1, Head = 4 })
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(AccountRefusals.UserNotFound, RoomRefusals.LastOwner),
    });
}
