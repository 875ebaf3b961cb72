using ChatFunctions.Accounts;
using ChatFunctions.ApiDescription;

namespace ChatFunctions.Rooms.Invitations;

/// <summary>What clients need to know of invitations.</summary>
internal static class InvitationApi
{
    private static readonly Invitation Example =
        new(Examples.InvitationCode, $"https://chat.example.com/#/join/{Examples.InvitationCode}", MaxUses: 3, Uses: 0, Examples.Time.AddDays(7));

    public static ApiSection Section { get; } = new("Invitations", "Ways into a room for whoever has the code.", new Dictionary<string, Operation>
    {
        ["CreateInvitation"] = new Operation("Invite", "Admins and owners. One with `maxUses` n admits exactly n, however many race.")
            .Takes(new CreateInvitationRequest(MaxUses: 3, ExpiresInHours: Limits.InvitationHours))
            .Gives(201, "The invitation.", Example)
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(RoomRefusals.TooManyInvitations),
        ["ListInvitations"] = new Operation("List a room's invitations", "Admins and owners. Newest first, those that let nobody in any more among them.")
            .Lists("Invitations.", Example with { Uses = 1 })
            .Refuses(RoomApi.StrangersAndRoles),
        ["RevokeInvitation"] = new Operation("Revoke an invitation", "Admins and owners.")
            .Gives(204, "It lets nobody in any more.")
            .Refuses(RoomApi.StrangersAndRoles)
            .Refuses(RoomRefusals.InvitationNotFound),
        ["AcceptInvitation"] = new Operation("Accept an invitation", "A member who accepts one uses nothing up.")
            .Gives(200, "The room.", Examples.Room with { MyRole = Role.Member })
            .Refuses(RoomRefusals.InvitationNotFound, RoomRefusals.InvitationExpired, RoomRefusals.RoomFull, RoomRefusals.TooManyRooms, AccountRefusals.UserNotFound),
    });
}
