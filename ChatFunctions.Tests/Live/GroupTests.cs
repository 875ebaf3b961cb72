using Azure;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

public sealed class GroupTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task A_new_connection_receives_events_of_its_rooms_even_if_the_service_lost_its_groups()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await chat.IsInGroupAsync(bob, roomId);
        chat.Hub().RemoveUserFromAllGroups(bob.Id);
        Assert.False(chat.Hub().IsUserInGroup(bob.Id, roomId));

        await using var live = await LiveConnection.OpenAsync(bob);
        await chat.IsInGroupAsync(bob, roomId);

        await live.ReceivesAsync(roomId, (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!);
    }

    [Fact]
    public async Task A_room_that_the_user_left_is_not_joined_even_if_it_is_still_listed()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (left, kept) = (await ada.CreateRoomAsync("left"), await eve.CreateRoomAsync("kept"));
        await chat.App.Services.GetRequiredService<UserRoomStore>().TryAddAsync(eve.Id, left, CancellationToken.None);
        await chat.IsInGroupAsync(eve, kept);
        chat.Hub().RemoveUserFromAllGroups(eve.Id);

        await using var live = await LiveConnection.OpenAsync(eve);
        await chat.IsInGroupAsync(eve, kept);

        Assert.False(chat.Hub().IsUserInGroup(eve.Id, left));
    }

    [Fact]
    public async Task The_next_connection_of_a_removed_member_leaves_a_group_that_the_service_kept()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (left, kept) = (await ada.CreateRoomAsync("left", eve), await eve.CreateRoomAsync("kept"));
        await chat.IsInGroupAsync(eve, left);
        await RemoveWithoutGroupUpdateAsync(ada, left, eve);
        await SetListedAtAsync(eve, left, DateTimeOffset.UtcNow.AddDays(-1));
        Assert.True(chat.Hub().IsUserInGroup(eve.Id, left));

        await using var live = await LiveConnection.OpenAsync(eve);
        await chat.IsInGroupAsync(eve, left, isIn: false);

        var secret = (long)(await ada.SendMessageAsync(left, "secret"))["seq"]!;
        await live.ReceivesAsync(kept, (long)(await eve.SendMessageAsync(kept, "hello"))["seq"]!);
        Assert.DoesNotContain(live.EventsOf(left), happened => (long?)happened["seq"] == secret);
    }

    [Fact]
    public async Task A_recent_room_list_entry_without_a_membership_is_kept()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room", eve);
        await RemoveWithoutGroupUpdateAsync(ada, roomId, eve);
        using var later = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(2))));

        var groups = await chat.App.Services.GetRequiredService<LiveRooms>().GroupsAsync(eve.Id, among: [], CancellationToken.None);
        var groupsLater = await later.Services.GetRequiredService<LiveRooms>().GroupsAsync(eve.Id, among: [], CancellationToken.None);

        Assert.Empty(groups.Joined.Concat(groups.Former).Concat(groupsLater.Joined));
        Assert.Equal([roomId], groupsLater.Former);
    }

    [Fact]
    public async Task A_member_who_is_added_again_during_the_group_check_stays_in_the_group()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room", eve);
        await RemoveWithoutGroupUpdateAsync(ada, roomId, eve);
        await SetListedAtAsync(eve, roomId, DateTimeOffset.UtcNow.AddDays(-1));

        // After the list is read and before the membership is read.
        var userRooms = chat.App.Services.GetRequiredService<UserRoomStore>();
        var admissions = 0;
        using var admitting = new FaultTransport(request =>
        {
            if (request.Uri.ToString().Contains("member", StringComparison.Ordinal) && Interlocked.Increment(ref admissions) == 1)
            {
                Assert.Null(userRooms.TryAddAsync(eve.Id, roomId, CancellationToken.None).GetAwaiter().GetResult());
            }

            return Fault.None;
        });
        using var looking = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(admitting));

        var groups = await looking.Services.GetRequiredService<LiveRooms>().GroupsAsync(eve.Id, among: [], CancellationToken.None);

        Assert.Equal(1, admissions);
        Assert.Empty(groups.Joined.Concat(groups.Former));
    }

    [Fact]
    public async Task A_connection_joins_all_of_its_rooms_and_direct_and_recently_active_ones_first()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var direct = await bob.DirectRoomAsync(ada);
        var rooms = new List<string>();
        for (var i = 0; i < LiveRooms.MostTold + 3; i++)
        {
            rooms.Add(await ada.CreateRoomAsync($"room {i}", bob));
        }

        var head = await chat.App.Services.GetRequiredService<RoomStore>().HeadAsync(rooms[17], CancellationToken.None);
        await chat.App.Services.GetRequiredService<UserRoomStore>().SetActiveAsync(
            bob.Id, head! with { ActiveUntil = DateTimeOffset.UtcNow.AddHours(1) }, CancellationToken.None);
        var live = chat.App.Services.GetRequiredService<LiveRooms>();

        var told = await live.OfAsync(bob.Id, CancellationToken.None);
        var groups = await live.GroupsAsync(bob.Id, among: [], CancellationToken.None);

        Assert.Equal(LiveRooms.MostTold, told.Distinct().Count());
        Assert.Equal([direct, rooms[17]], told.Take(2));
        Assert.Equal([direct, rooms[17]], groups.Joined.Take(2));
        Assert.Equal(rooms.Append(direct).Order(), groups.Joined.Order());
    }

    /// <summary>Removes a member like an instance that crashes before it calls the SignalR service.</summary>
    private async Task RemoveWithoutGroupUpdateAsync(ChatUser admin, string roomId, ChatUser member)
    {
        var removed = await chat.App.Services.GetRequiredService<MemberService>().RemoveAsync(new Caller(admin.Id, admin.Username, "session"), roomId, member.Id, ban: false, CancellationToken.None);
        Assert.Null(removed.Refusal);
    }

    private Task<Response> SetListedAtAsync(ChatUser user, string roomId, DateTimeOffset writtenAt) => chat.App.Services.GetRequiredService<ChatTables>().User(user.Id).UpdateEntityAsync(
        new UserRoomRow { PartitionKey = UserKeys.UserPartition(user.Id), RowKey = UserRoomRow.Key(roomId), WrittenAt = writtenAt }, ETag.All);
}
