using System.Net;
using Azure.Core.Pipeline;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

public sealed class RoomListTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task Rooms_are_listed_by_latest_activity_with_last_message_and_unread_count()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync("Bob");
        var (tea, coffee) = (await ada.CreateRoomAsync("tea", bob), await ada.CreateRoomAsync("coffee", bob));
        await bob.SendMessageAsync(coffee, "one");
        await bob.SendMessageAsync(coffee, "two");
        await ada.SendMessageAsync(tea, "hello");

        var rooms = await ada.ListAllAsync("rooms");

        Assert.Equal([tea, coffee], rooms.Select(room => (string?)room["id"]));
        Assert.Equal(("hello", 0L), ((string?)rooms[0]["lastMessage"]!["text"], (long?)rooms[0]["unreadCount"]));
        Assert.Equal(("two", 2L, "Bob"), ((string?)rooms[1]["lastMessage"]!["text"], (long?)rooms[1]["unreadCount"], (string?)rooms[1]["lastMessage"]!["sender"]!["username"]));
        Assert.Equal(("owner", 2, "private"), ((string?)rooms[1]["myRole"], (int?)rooms[1]["memberCount"], (string?)rooms[1]["kind"]));
        await bob.SendMessageAsync(coffee, "three");
        Assert.Equal([coffee, tea], await ada.RoomIdsAsync());
        var quiet = await ada.CreateRoomAsync("quiet");
        Assert.False((await ada.ListAllAsync("rooms")).Single(room => (string?)room["id"] == quiet).AsObject().ContainsKey("lastMessage"));
    }

    [Fact]
    public async Task The_last_message_is_shown_in_its_current_state()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var sent = await ada.SendMessageAsync(roomId, "hullo");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{sent["seq"]}", new { text = "hello" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{sent["seq"]}/reactions/%F0%9F%91%8D");

        var last = (await ada.ListAllAsync("rooms")).Single()["lastMessage"]!;

        Assert.Equal(("hello", 2, "\U0001F44D"), ((string?)last["text"], (int?)last["version"], (string?)last["reactions"]![0]!["emoji"]));
        var alone = await ada.GetAsync($"rooms/{roomId}/messages/{sent["seq"]}");
        alone.AsObject().Remove("read");
        Assert.Equal(alone.ToJsonString(), last.ToJsonString());
    }

    [Fact]
    public async Task Pages_of_any_size_contain_every_room_once_in_order()
    {
        using var ada = await chat.NewUserAsync();
        var rooms = new List<string>();
        for (var n = 0; n < 23; n++)
        {
            rooms.Add(await ada.CreateRoomAsync($"room {n}"));
        }

        foreach (var n in new[] { 3, 0, 11, 3, 22, 7 })
        {
            await ada.SendMessageAsync(rooms[n], "up");
            var moved = rooms[n];
            rooms.RemoveAt(n);
            rooms.Add(moved);
        }

        foreach (var limit in new[] { 1, 4, 23, 200 })
        {
            Assert.Equal(rooms.AsEnumerable().Reverse(), await ada.RoomIdsAsync(limit));
        }
    }

    [Fact]
    public async Task Pages_contain_every_room_while_the_order_changes()
    {
        using var ada = await chat.NewUserAsync();
        var rooms = new List<string>();
        for (var n = 0; n < 40; n++)
        {
            rooms.Add(await ada.CreateRoomAsync($"room {n}"));
        }

        var met = new HashSet<string>();
        var random = new Random(7);
        string? cursor = null;
        do
        {
            var page = await ada.GetAsync($"rooms?limit=5{(cursor is null ? "" : $"&cursor={cursor}")}");
            met.UnionWith(page["items"]!.AsArray().Select(room => (string)room!["id"]!));
            cursor = (string?)page["cursor"];
            await ada.SendMessageAsync(rooms[random.Next(40)], "moving");
            await ada.SendMessageAsync(rooms[random.Next(40)], "moving");
        }
        while (cursor is not null);

        Assert.Equal(rooms.Order(), met.Order());
    }

    [Fact]
    public async Task A_room_that_was_active_after_its_list_entry_was_updated_comes_first()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(10));
        await using var later = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(clock));
        using var bobLater = bob.At(later.Url);
        var first = await ada.CreateRoomAsync("first", bob);
        await bobLater.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{first}/messages", new { text = "tells the lists" });
        await later.IdleAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await ada.CreateRoomAsync("second", bob);
        await bobLater.SendMessageAsync(second, "tells the lists, too");
        await later.IdleAsync();
        Assert.Equal([second], (await ada.GetAsync("rooms?limit=1"))["items"]!.AsArray().Select(room => (string?)room!["id"]));

        clock.Advance(TimeSpan.FromSeconds(1));
        await bobLater.SendMessageAsync(first, "within the window, so told to no list");

        Assert.Equal([first], (await ada.GetAsync("rooms?limit=1"))["items"]!.AsArray().Select(room => (string?)room!["id"]));
        Assert.Equal([first, second], await ada.RoomIdsAsync(limit: 1));
    }

    [Fact]
    public async Task A_list_with_entries_that_were_never_updated_is_correct()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var faults = new FaultTransport(request => request.Method == Azure.Core.RequestMethod.Patch ? Fault.LostBefore : Fault.None);
        await using var forgetful = await chat.StartAnotherAsync(services => services
            .AddSingleton<HttpPipelineTransport>(faults)
            .AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(10))));
        using var bobThere = bob.At(forgetful.Url);
        var old = await ada.CreateRoomAsync("old", bob);
        for (var n = 0; n < 3; n++)
        {
            await ada.CreateRoomAsync($"newer {n}");
        }

        await bobThere.SendMessageAsync(old, "told to nobody");
        await forgetful.IdleAsync();
        Assert.Equal(old, (await ada.RoomIdsAsync())[0]);

        await chat.App.IdleAsync();
        Assert.Equal([old], (await ada.GetAsync("rooms?limit=1"))["items"]!.AsArray().Select(room => (string?)room!["id"]));
    }

    [Fact]
    public async Task A_page_of_any_size_costs_about_two_requests_a_room()
    {
        var counter = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(counter));
        using var ada = await chat.NewUserAsync();
        for (var n = 0; n < 30; n++)
        {
            await ada.CreateRoomAsync($"room {n}");
        }

        using var adaThere = ada.At(instance.Url);
        var requests = await counter.CountAsync(() => adaThere.GetAsync("rooms?limit=10"));

        Assert.InRange(requests, 21, 1 + (2 * (10 + ChatFunctions.Rooms.RoomList.LookAhead)));
    }

    [Fact]
    public async Task A_pointer_that_was_rewritten_after_it_was_read_is_not_deleted()
    {
        using var ada = await chat.NewUserAsync();
        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        await chat.App.AddToListAsync(ada, 1);
        var lists = later.Services.GetRequiredService<UserRoomStore>();
        var read = Assert.Single(await lists.ListAsync(ada.Id, CancellationToken.None));
        await chat.App.AddToListAsync(ada, 1);

        await lists.DropAsync(read, CancellationToken.None);
        Assert.Single(await lists.ListAsync(ada.Id, CancellationToken.None));

        await lists.DropAsync(Assert.Single(await lists.ListAsync(ada.Id, CancellationToken.None)), CancellationToken.None);
        Assert.Empty(await lists.ListAsync(ada.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("cursor=x")]
    [InlineData("cursor=1.room.1.bad-id")]
    [InlineData("cursor=-1.room.1")]
    [InlineData("cursor=99999999999999999999.room.1")]
    [InlineData("limit=0")]
    public async Task An_invalid_query_is_refused(string query)
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms?{query}");
    }
}
