using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using FsCheck;
using FsCheck.Fluent;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>Random histories of a room: user 0 creates it, then four users send batches of allowed and refused commands.</summary>
internal static class RandomHistory
{
    private const string RoomId = "room1";
    private static readonly string[] Users = ["u0", "u1", "u2", "u3"];

    public static Arbitrary<RoomCommand[][]> Arbitrary { get; } = Arb.From(
        from kind in Gen.Elements(RoomKind.Private, RoomKind.Public)
        from batches in Command().ArrayOf().ArrayOf()
        select Numbered([[Create(kind)], .. batches]));

    private static CreateRoom Create(RoomKind kind) =>
        new(ActorOf("u0"), RoomId, "room", kind, [new UserRef("u1", "User u1")], ["", ""]);

    private static Gen<RoomCommand> Command() =>
        from actor in Gen.Elements(Users).Select(ActorOf)
        from other in Gen.Elements(Users)
        from seq in Gen.Choose(1, 30).Select(n => (long)n)
        from text in Gen.Elements("alpha", "beta", "gamma")
        from sendId in Gen.Elements(null, "s1", "s2", "s3")
        from role in Gen.Elements<Role?>(null, Role.Owner, Role.Admin, Role.Member, Role.Reader)
        from version in Gen.Elements<int?>(null, null, 1, 2)
        from emoji in Gen.Elements("+", "-")
        from added in Gen.Elements(true, false)
        from expiresAt in Gen.Elements(InMemoryRoom.Start.AddDays(-1), InMemoryRoom.Start.AddDays(7))
        from command in Gen.Frequency(
            (6, Gen.Constant<RoomCommand>(new SendMessages(actor, [new Draft("", text, sendId, null)]))),
            (2, Gen.Constant<RoomCommand>(new SendMessages(actor, [new Draft("", text, sendId, null), new Draft("", "second", null, seq)]))),
            (2, Gen.Constant<RoomCommand>(new EditMessage(actor, "", seq, text, version))),
            (2, Gen.Constant<RoomCommand>(new DeleteMessage(actor, "", seq, version))),
            (3, Gen.Constant<RoomCommand>(new SetReaction(actor, "", seq, emoji, added))),
            (3, Gen.Constant<RoomCommand>(new PutMember(actor, "", new UserRef(other, $"User {other}"), role))),
            (2, Gen.Constant<RoomCommand>(new RemoveMember(actor, "", other, Ban: version is not null))),
            (1, Gen.Constant<RoomCommand>(new UnbanUser(actor, other))),
            (2, Gen.Constant<RoomCommand>(new ReportMessage(actor, seq, text))),
            (1, Gen.Constant<RoomCommand>(new DismissReports(actor, seq))),
            (1, Gen.Constant<RoomCommand>(new JoinRoom(actor, ""))),
            (1, Gen.Constant<RoomCommand>(new UpdateRoom(actor, ["", "", ""], text, added ? DefaultRole.Reader : null, added ? text : null))),
            (2, Gen.Constant<RoomCommand>(new CreateInvitation(actor, $"code-{text}", version, expiresAt, added ? null : "code-alpha"))),
            (3, Gen.Constant<RoomCommand>(new AcceptInvitation(actor, "", $"code-{text}"))),
            (1, Gen.Constant<RoomCommand>(new RevokeInvitation(actor, $"code-{text}"))),
            (1, Gen.Frequency((3, Gen.Constant<RoomCommand>(new UpdateRoom(actor, ["", "", ""], text, added ? DefaultRole.Reader : null, added ? text : null))), (1, Gen.Constant<RoomCommand>(new DeleteRoom(actor, Users))))))
        select command;

    /// <summary>Creates unique event ids.</summary>
    private static RoomCommand[][] Numbered(RoomCommand[][] batches)
    {
        var next = 0;
        string NewId() => $"id{next++}";
        return [.. batches.Select(batch => batch.Select<RoomCommand, RoomCommand>(command => command switch
        {
            SendMessages send => send with { Drafts = [.. send.Drafts.Select(draft => draft with { Id = NewId() })] },
            UpdateRoom update => update with { EventIds = [NewId(), NewId(), NewId()] },
            CreateRoom create => create with { EventIds = [.. create.EventIds.Select(_ => NewId())] },
            EventCommand change => change with { EventId = NewId() },
            _ => command,
        }).ToArray())];
    }

    private static Actor ActorOf(string userId) => new(userId, $"User {userId}");
}
