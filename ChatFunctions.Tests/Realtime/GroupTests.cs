using ChatFunctions.Realtime;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;
using Microsoft.Extensions.DependencyInjection;
using SignalR.Service.Groups;

namespace ChatFunctions.Tests.Realtime;

public sealed class GroupTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_new_connection_hears_its_rooms_though_the_service_has_lost_its_groups()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await IsInGroupAsync(bob.Id, roomId);
        Hub.RemoveUserFromAllGroups(bob.Id);
        Assert.False(Hub.IsUserInGroup(bob.Id, roomId));

        await using var live = await LiveConnection.OpenAsync(bob);
        await IsInGroupAsync(bob.Id, roomId);

        await live.HearsAsync(roomId, (long)(await ada.SayAsync(roomId, "hello"))["seq"]!);
    }

    [Fact]
    public async Task A_room_that_the_own_list_still_names_after_leaving_is_not_heard()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (left, kept) = (await ada.CreateRoomAsync("left"), await eve.CreateRoomAsync("kept"));
        await chat.App.Services.GetRequiredService<UserRoomStore>().TryAddAsync(eve.Id, left, CancellationToken.None);
        await IsInGroupAsync(eve.Id, kept);
        Hub.RemoveUserFromAllGroups(eve.Id);

        await using var live = await LiveConnection.OpenAsync(eve);
        await IsInGroupAsync(eve.Id, kept);

        Assert.False(Hub.IsUserInGroup(eve.Id, left));
    }

    [Fact]
    public async Task Of_very_many_rooms_direct_and_lately_active_ones_come_first()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var rooms = new List<string>();
        for (var i = 0; i < LiveRooms.Most + 3; i++)
        {
            rooms.Add(await ada.CreateRoomAsync($"room {i}", bob));
        }

        // An instance that has seen none of it, but for one message.
        await using var other = await chat.StartAnotherAsync();
        using var elsewhere = ada.At(other.Url);
        var direct = Ids.DirectRoomId(ada.Id, bob.Id);
        await JoinAsync(direct, bob);
        await elsewhere.SayAsync(rooms[17], "busy here");

        var chosen = await other.Services.GetRequiredService<LiveRooms>().OfAsync(bob.Id, "turn", CancellationToken.None);

        Assert.Equal(LiveRooms.Most, chosen.Distinct().Count());
        Assert.Equal([direct, rooms[17]], chosen.Take(2));
    }

    private HubDirectory Hub => chat.SignalR.GetRequiredService<HubDirectories>().Of(ChatFunctions.Realtime.Hub.Name);

    private async Task JoinAsync(string roomId, ChatUser user)
    {
        await chat.App.Services.GetRequiredService<UserRoomStore>().TryAddAsync(user.Id, roomId, CancellationToken.None);
        var creation = new ChatFunctions.RoomLog.Commands.CreateRoom(new(user.Id, user.Username), roomId, "", RoomKind.Direct, [], [Guid.NewGuid().ToString("N")]);
        Assert.Null((await chat.App.Services.GetRequiredService<RoomAppender>().AppendAsync(roomId, creation)).Refusal);
    }

    private async Task IsInGroupAsync(string userId, string roomId)
    {
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (!Hub.IsUserInGroup(userId, roomId))
        {
            Assert.True(DateTime.UtcNow < deadline, "The connection was not put into its group.");
            await Task.Delay(10);
        }
    }
}
