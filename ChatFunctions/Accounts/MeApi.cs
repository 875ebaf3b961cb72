using ChatFunctions.Accounts.Export;
using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.Http;
using ChatFunctions.Rooms;

namespace ChatFunctions.Accounts;

/// <summary>What clients need to know of the caller's own account.</summary>
internal static class MeApi
{
    public static ApiSection Section { get; } = new("Me", "One's own account.", new Dictionary<string, Operation>
    {
        ["GetMe"] = new Operation("Get one's own account").Gives(200, "The caller.", Examples.Ada),
        ["Rename"] = new Operation(
            "Change one's name", "Messages show the new name from the next `POST /refresh` on, since the access token carries it; those from before keep the old one.")
            .Takes(new RenameRequest("Ada Lovelace"))
            .Gives(200, "The caller, renamed.", Examples.Ada with { Username = "Ada Lovelace" }),
        ["ChangePassword"] = new Operation("Change one's password", "Ends every other session.")
            .Takes(new ChangePasswordRequest(Examples.Password, "a better horse battery"))
            .Gives(204, "Changed.")
            .Refuses(AccountRefusals.WrongPassword, AccountRefusals.TooManyAttempts),
        ["EraseMe"] = new Operation(
            "Erase one's account",
            "For good. The login is free again; rooms that the caller alone owned pass to the highest member who has been there longest, and those without "
            + "another are deleted; messages become tombstones at their places. A call that fails half-way is to be repeated and goes on where it ended.")
            .Takes(new EraseRequest(Examples.Password))
            .Gives(200, "Erased.", new DeletedResource(Examples.AdaId))
            .Refuses(AccountRefusals.WrongPassword, AccountRefusals.TooManyAttempts, AccountRefusals.ErasureUnfinished),
        ["ExportMe"] = new Operation(
            "Get everything stored about oneself", "Sent while it is read: one that breaks off is not valid JSON. No secrets, and nothing that others wrote.")
            .Gives(200, "One document.", Everything, Headers.CacheControl, Headers.ContentDisposition),
    });

    private static ExportedAccount Everything => new(
        Examples.Time,
        Examples.Ada,
        FormerUsername: null,
        new ExportedPresence(Examples.Time, Examples.Time.AddSeconds(60)),
        [new OpenSession(Examples.SessionId, Examples.Time, Examples.Time, Examples.Time.AddDays(30), Current: true)],
        [Examples.Notification],
        [
            new ExportedRoomContents(
                new ExportedRoom(Examples.RoomId) { Name = "Tea", Kind = RoomKind.Private, Role = Role.Owner, JoinedAt = Examples.Time, ReadSeq = 3 },
                [Examples.LiveMessage],
                [new ExportedInvitation(Examples.Time, Examples.Time.AddDays(7), MaxUses: 3, Uses: 1)],
                [Examples.BobAdded]),
        ]);
}
