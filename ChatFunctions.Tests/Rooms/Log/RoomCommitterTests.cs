using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>Batches with combinations of commands that are rare in practice.</summary>
public sealed class RoomCommitterTests
{
    [Fact]
    public async Task A_strangers_send_in_the_same_batch_as_the_rooms_creation_is_refused_alone()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = instance.Get<Ids>().NewRoomId();
        PendingAppend early = new(Send("eve"), 0), creation = new(Creation(roomId), 0), late = new(Send("eve"), 0), own = new(Send("ada"), 0);

        var (_, answered) = await instance.Get<RoomCommitter>().CommitAsync(roomId, null, [early, creation, late, own]);

        Assert.Equal(4, answered);
        Assert.Equal("room_not_found", (await early.Task).Refusal?.Code);
        Assert.Null((await creation.Task).Refusal);
        Assert.Equal("room_not_found", (await late.Task).Refusal?.Code);
        Assert.Null((await own.Task).Refusal);
    }

    [Fact]
    public async Task A_user_who_joins_and_changes_role_in_one_batch_has_read_all_earlier_messages()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = instance.Get<Ids>().NewRoomId();
        RoomCommand[] commands =
        [
            Creation(roomId), Send("ada"),
            new PutMember(RoomLogInstance.ActorOf("ada"), "addition", new("bob", "bob"), Role.Member),
            new PutMember(RoomLogInstance.ActorOf("ada"), "promotion", new("bob", "bob"), Role.Admin),
        ];

        await instance.Get<RoomCommitter>().CommitAsync(roomId, null, [.. commands.Select(command => new PendingAppend(command, 0))]);

        var bob = await instance.Get<RoomStore>().FindAsync<MemberRow>(roomId, RoomKeys.Member("bob"), CancellationToken.None);
        Assert.Equal((Role.Admin, 3, 1, true), (bob!.Role, bob.ReadSeq, bob.ReadCount, bob.InReaders));
        Assert.Equal(3, (await instance.Get<RoomStore>().ReadersAsync(roomId, CancellationToken.None))!.ByUserId["bob"]);
    }

    private static CreateRoom Creation(string roomId) => new(RoomLogInstance.ActorOf("ada"), roomId, "room", RoomKind.Private, [], ["creation"]);

    private static SendMessages Send(string sender) => new(RoomLogInstance.ActorOf(sender), [new Draft($"by-{sender}", "hello", ClientMessageId: null, ReplyTo: null)]);
}
