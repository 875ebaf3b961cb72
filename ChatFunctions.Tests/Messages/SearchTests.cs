using System.Net;
using ChatFunctions.Messages;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class SearchTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_member_finds_messages_with_the_positions_of_matches()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await ada.SendMessageAsync(roomId, "Milk or lemon?");
        await ada.SendMessageAsync(roomId, "Neither.");

        var page = await ada.GetAsync($"rooms/{roomId}/messages/search?q=LEM");

        var hit = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal("Milk or lemon?", (string)hit["message"]!["text"]!);
        Assert.Equal((8, 5), ((int)hit["matches"]![0]!["start"]!, (int)hit["matches"]![0]!["length"]!));
        Assert.Equal((roomId, null, 1), ((string)page["roomId"]!, (string?)page["cursor"], (int)page["searchedBackTo"]!));
    }

    [Fact]
    public async Task Only_members_search_a_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (hidden, open) = (await ada.CreateRoomAsync("hidden", bob), (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "open", kind = "public" }))["id"]!);
        await ada.SendMessageAsync(hidden, "secret plan");
        await ada.SendMessageAsync(open, "secret plan");

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{hidden}/messages/search?q=secret");
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{open}/messages/search?q=secret");
        Assert.Empty((await eve.GetAsync("messages/search?q=secret"))["items"]!.AsArray());

        Assert.Single((await bob.GetAsync("messages/search?q=secret"))["items"]!.AsArray());
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{hidden}/members/{bob.Id}");
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{hidden}/messages/search?q=secret");
        Assert.Empty((await bob.GetAsync("messages/search?q=secret"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_search_of_all_rooms_returns_rooms_with_hits_and_a_cursor_for_each()
    {
        using var ada = await chat.NewUserAsync();
        var (tea, boats) = (await ada.CreateRoomAsync("tea"), await ada.CreateRoomAsync("boats"));
        await ada.CreateRoomAsync("empty");
        foreach (var n in Enumerable.Range(0, 3))
        {
            await ada.SendMessageAsync(tea, $"lemon {n}");
        }

        await ada.SendMessageAsync(boats, "a lemon yellow boat");

        var page = await ada.GetAsync("messages/search?q=lemon&limit=2");

        Assert.Null((string?)page["cursor"]);
        var rooms = page["items"]!.AsArray().ToDictionary(room => (string)room!["roomId"]!, room => room!);
        Assert.Equal(new[] { tea, boats }.Order(), rooms.Keys.Order());
        Assert.Equal(["lemon 2", "lemon 1"], rooms[tea]["items"]!.AsArray().Select(hit => (string)hit!["message"]!["text"]!));
        var more = await ada.GetAsync($"rooms/{tea}/messages/search?q=lemon&cursor={rooms[tea]["cursor"]}");
        Assert.Equal(["lemon 0"], more["items"]!.AsArray().Select(hit => (string)hit!["message"]!["text"]!));
    }

    [Fact]
    public async Task The_cursor_of_a_search_of_all_rooms_reaches_every_room_even_if_the_order_changes()
    {
        using var ada = await chat.NewUserAsync();
        var rooms = new List<string>();
        foreach (var n in Enumerable.Range(0, MessageSearch.RoomsPerCall + 3))
        {
            rooms.Add(await ada.CreateRoomAsync($"{n}"));
            await ada.SendMessageAsync(rooms[^1], "lemon");
        }

        var found = new List<string>();
        for (var (cursor, pages) = ("", 0); pages == 0 || cursor is not null; pages++)
        {
            var page = await ada.GetAsync($"messages/search?q=lemon&cursor={cursor}");
            found.AddRange(page["items"]!.AsArray().Select(room => (string)room!["roomId"]!));
            cursor = (string?)page["cursor"];
            await ada.SendMessageAsync(rooms[0], "again");
        }

        Assert.Equal(rooms.Order(), found.Distinct().Order());
    }

    [Theory]
    [InlineData("q=", "q")]
    [InlineData("q=%2B", "q")]
    [InlineData("from=abc", "q")]
    [InlineData("q=tea&has=image", "has")]
    [InlineData("q=tea&from=a%20b", "from")]
    [InlineData("q=tea&limit=0", "limit")]
    [InlineData("q=tea&cursor=a1", "cursor")]
    [InlineData("q=tea&before=0", "before")]
    public async Task An_invalid_search_is_refused(string query, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/messages/search?{query}");

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"messages/search?q={new string('a', Limits.SearchLength + 1)}");
        await ada.GetAsync($"messages/search?q={new string('a', Limits.SearchLength)}");
    }

    [Fact]
    public async Task After_an_interruption_anywhere_the_next_search_finds_everything()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        for (var sent = 0; sent < SearchBlock.Size + 40; sent += 40)
        {
            await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Enumerable.Range(sent, 40).Select(n => new { text = n == 7 ? "lemon" : "milk" }) });
        }

        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            async () =>
            {
                await chat.App.Services.GetRequiredService<ChatTables>().Rooms(roomId).DeleteEntityAsync(roomId, RoomKeys.SearchBlock(0));
                return roomId;
            },
            (services, room) => services.GetRequiredService<MessageSearch>().RoomAsync(room, ada.Id, new SearchQuery(SearchTerm.Parse("lemon"), null, null, null, 20), CancellationToken.None),
            async room => Assert.Single((await ada.GetAsync($"rooms/{room}/messages/search?q=lemon"))["items"]!.AsArray()));

        Assert.Equal(1, crashes);
    }

    [Fact]
    public async Task Deleting_a_room_removes_its_index()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        for (var sent = 0; sent < SearchBlock.Size + 40; sent += 40)
        {
            await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Enumerable.Range(sent, 40).Select(n => new { text = $"milk {n}" }) });
        }

        await ada.GetAsync($"rooms/{roomId}/messages/search?q=lemon");
        var store = chat.App.Services.GetRequiredService<RoomStore>();
        Assert.NotNull(await store.FindAsync<SearchBlockRow>(roomId, RoomKeys.SearchBlock(0), CancellationToken.None));

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await chat.App.Services.GetRequiredService<BackgroundWork>().IdleAsync();
        Assert.Null(await store.FindAsync<SearchBlockRow>(roomId, RoomKeys.SearchBlock(0), CancellationToken.None));
    }
}
