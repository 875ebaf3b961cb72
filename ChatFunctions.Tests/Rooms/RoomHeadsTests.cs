using Azure.Data.Tables;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Rooms.Log;

namespace ChatFunctions.Tests.Rooms;

public sealed class RoomHeadsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _prefix = ChatInstance.NewTablePrefix();

    [Fact]
    public async Task The_answer_has_the_requested_and_the_recently_active_rooms_only()
    {
        await using var instance = await StartAsync();
        var (open, active, quiet) = (await instance.CreateRoomAsync("ada", "bob"), await instance.CreateRoomAsync("ada", "bob"), await instance.CreateRoomAsync("ada", "bob"));
        await ListAsync(instance, "bob", active, _time.GetUtcNow() - TimeSpan.FromSeconds(50));
        await ListAsync(instance, "bob", quiet, _time.GetUtcNow() - TimeSpan.FromSeconds(70));
        var seq = await SendAsync(instance, active);

        var heads = await FindAsync(instance, "bob", open);

        Assert.Equal(new Dictionary<string, long> { [open] = seq - 1, [active] = seq }, heads);
    }

    [Fact]
    public async Task A_room_costs_one_request_and_members_who_ask_in_the_same_second_share_it()
    {
        await using var elsewhere = await StartAsync();
        var roomId = await elsewhere.CreateRoomAsync("ada", "bob");
        await using var instance = await StartAsync();

        // The first request creates the users' table.
        await FindAsync(instance, "eve");

        // One request reads the list, and the first call also reads the membership.
        Assert.Equal(3, await CostAsync("ada"));
        Assert.Equal(3, await CostAsync("bob"));
        Assert.Equal(2, await CostAsync("ada"));
        Assert.Equal(1, await CostAsync("bob"));
        var seq = await SendAsync(elsewhere, roomId);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await CostAsync("bob"));
        Assert.Equal(seq, (await FindAsync(instance, "ada", roomId))[roomId]);

        Task<int> CostAsync(string userId) => instance.Requests.CountAsync(() => FindAsync(instance, userId, roomId));
    }

    [Fact]
    public async Task The_heads_include_the_commits_of_the_instance_immediately()
    {
        await using var instance = await StartAsync();
        var roomId = await instance.CreateRoomAsync("ada", "bob");
        await FindAsync(instance, "bob", roomId);
        await FindAsync(instance, "bob", roomId);

        var seq = await SendAsync(instance, roomId);

        Assert.Equal(seq, (await FindAsync(instance, "bob", roomId))[roomId]);
    }

    [Fact]
    public async Task A_room_that_a_member_was_removed_from_on_another_instance_is_left_out()
    {
        await using var elsewhere = await StartAsync();
        var roomId = await elsewhere.CreateRoomAsync("ada", "bob");
        await using var instance = await StartAsync();
        await FindAsync(instance, "bob", roomId);
        Assert.Single(await FindAsync(instance, "bob", roomId));

        var removed = await elsewhere.Appender.AppendAsync(roomId, new RemoveMember(RoomLogInstance.ActorOf("ada"), elsewhere.Get<Ids>().NewId(), "bob"));

        Assert.Null(removed.Refusal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await FindAsync(instance, "bob", roomId));
        Assert.Single(await FindAsync(instance, "ada", roomId));
    }

    [Fact]
    public async Task A_stranger_gets_the_same_answer_at_the_same_cost_for_a_private_and_a_missing_room()
    {
        await using var instance = await StartAsync();
        var there = await instance.CreateRoomAsync("ada", "bob");
        await FindAsync(instance, "bob", there);
        await FindAsync(instance, "bob", there);

        foreach (var roomId in new[] { there, instance.Get<Ids>().NewRoomId() })
        {
            Assert.Equal(3, await instance.Requests.CountAsync(async () => Assert.Empty(await FindAsync(instance, "eve", roomId))));
        }

        Assert.Equal(1, await instance.Requests.CountAsync(async () => Assert.Empty(await FindAsync(instance, "eve", "no/id"))));
    }

    private Task<RoomLogInstance> StartAsync() => RoomLogInstance.StartAsync(_prefix, clock: _time);

    private static async Task<long> SendAsync(RoomLogInstance instance, string roomId) => (await instance.SendAsync(roomId, "ada", "hello")).Value.Sent[0].Message.Seq;

    private static Task<Azure.Response> ListAsync(RoomLogInstance instance, string userId, string roomId, DateTimeOffset activeUntil) =>
        instance.Get<ChatTables>().User(userId).UpsertEntityAsync(
            new UserRoomRow { PartitionKey = UserKeys.UserPartition(userId), RowKey = UserRoomRow.Key(roomId), ActiveUntil = activeUntil }, TableUpdateMode.Replace);

    private static Task<IReadOnlyDictionary<string, long>> FindAsync(RoomLogInstance instance, string userId, params string[] roomIds) =>
        instance.Get<RoomHeads>().FindAsync(userId, roomIds, CancellationToken.None);
}
