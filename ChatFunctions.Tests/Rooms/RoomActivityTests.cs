using ChatFunctions.Accounts;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Rooms.Log;

namespace ChatFunctions.Tests.Rooms;

/// <summary>The cost of keeping room lists in order.</summary>
public sealed class RoomActivityTests
{
    [Fact]
    public async Task A_rooms_activity_updates_the_lists_once_in_a_window()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix(), clock: time);
        string[] members = ["u1", "u2", "u3", "u4"];
        var roomId = await instance.CreateRoomAsync("ada", members);
        foreach (var member in members.Append("ada"))
        {
            await instance.Get<UserRoomStore>().TryAddAsync(member, roomId, CancellationToken.None);
        }

        await instance.SendAsync(roomId, "ada", "makes the instance know the room");

        Assert.Equal(10, await SendAsync(10));
        time.Advance(RoomHead.ListWindow(members.Length + 1) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SendAsync(1) - (1 + members.Length + 1));
        Assert.Equal(30, await SendAsync(30));
        time.Advance(RoomHead.ListWindow(members.Length + 1) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SendAsync(1) - (1 + members.Length + 1));

        async Task<int> SendAsync(int messages) => await instance.Requests.CountAsync(async () =>
        {
            for (var n = 0; n < messages; n++)
            {
                await instance.SendAsync(roomId, "ada", $"{n}");
            }

            // Lists are updated after the answer to a message, but before the next command. This one changes nothing and costs one read.
            await instance.Appender.AppendAsync(roomId, new UpdateRoom(RoomLogInstance.ActorOf("ada"), ["", "", ""], Name: null, DefaultRole: null, Topic: null));
            await instance.Get<BackgroundWork>().IdleAsync();
        }) - 1;
    }

    [Fact]
    public async Task Updated_lists_match_the_room()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix(), clock: time);
        var roomId = await instance.CreateRoomAsync("ada", "bob");
        var lists = instance.Get<UserRoomStore>();
        var bob = new ProfileRow { PartitionKey = UserKeys.UserPartition("bob"), RowKey = UserKeys.Profile, Login = "bob", Username = "bob", CreatedAt = time.GetUtcNow() };
        await instance.Get<ChatTables>().Users(bob.PartitionKey).UpsertEntityAsync(bob);
        Assert.Null(await lists.TryAddAsync("bob", roomId, CancellationToken.None));
        time.Advance(TimeSpan.FromHours(3));

        var sent = await instance.SendAsync(roomId, "ada", "hello");

        // The members' lists are updated in the background, maybe after the answer.
        var row = (await lists.ListAsync("bob", CancellationToken.None)).SingleOrDefault();
        for (var tries = 0; tries < 500 && row?.ActiveUntil != sent.Value.Head!.ActiveUntil; tries++)
        {
            await Task.Delay(10);
            row = (await lists.ListAsync("bob", CancellationToken.None)).SingleOrDefault();
        }

        Assert.NotNull(row);
        Assert.Equal(sent.Value.Head!.ActiveUntil, row.ActiveUntil);
        Assert.Equal(sent.Value.Head.LastAt + RoomHead.ListWindow(2), row.ActiveUntil);
        Assert.Equal(time.GetUtcNow().AddHours(-3), row.WrittenAt);
        Assert.Empty(await lists.ListAsync("ada", CancellationToken.None));
    }

    [Fact]
    public void Updating_the_lists_costs_a_room_ten_writes_a_second_at_most()
    {
        Assert.All(Enumerable.Range(1, Limits.MembersPerRoom), members => Assert.InRange(members / RoomHead.ListWindow(members).TotalSeconds, 0, 10));
    }
}
