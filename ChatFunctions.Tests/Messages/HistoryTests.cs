using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class HistoryTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Paging_backwards_returns_every_message_once()
    {
        var (ada, roomId) = await CreateHistoryAsync(23);

        var pages = await PagesAsync(ada, $"rooms/{roomId}/messages?limit=5");

        Assert.Equal([5, 5, 5, 5, 3], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 23).Reverse().Select(n => $"{n}"), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Paging_forwards_returns_every_message_once_among_other_events()
    {
        var (ada, roomId) = await CreateHistoryAsync(12);
        for (var i = 0; i < 12; i++)
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/2/reactions/{Uri.EscapeDataString(char.ConvertFromUtf32(0x1F600 + i))}");
        }

        await ada.SendMessageAsync(roomId, "12");

        var pages = await PagesAsync(ada, $"rooms/{roomId}/messages?after=0&limit=4");

        Assert.Equal(Enumerable.Range(0, 13).Select(n => $"{n}"), pages.SelectMany(page => page));
        Assert.All(pages.SkipLast(1), page => Assert.Equal(4, page.Count));
    }

    [Fact]
    public async Task Around_returns_the_messages_on_both_sides()
    {
        var (ada, roomId) = await CreateHistoryAsync(9);
        var fourth = (long)(await ada.GetAsync($"rooms/{roomId}/messages?after=0"))["items"]![4]!["seq"]!;

        var page = await ada.GetAsync($"rooms/{roomId}/messages?around={fourth}&limit=4");

        Assert.Equal(["6", "5", "4", "3"], Texts(page));
    }

    [Fact]
    public async Task Pages_include_the_changes_of_the_room_and_its_members_if_asked()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var first = (long)(await ada.SendMessageAsync(roomId, "first"))["seq"]!;
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{first}/reactions/%F0%9F%91%8D");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "coffee" });
        await ada.SendMessageAsync(roomId, "second");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        var newest = await ada.GetAsync($"rooms/{roomId}/messages?limit=1&include=changes");
        var rest = await ada.GetAsync($"rooms/{roomId}/messages?limit=1&include=changes&cursor={newest["cursor"]}");

        Assert.Equal(["memberRemoved"], Changes(newest));
        Assert.Equal(["roomRenamed", "memberAdded", "roomCreated"], Changes(rest));
        Assert.Equal(bob.Id, (string?)rest["changes"]![1]!["user"]!["id"]);
        Assert.Null((await ada.GetAsync($"rooms/{roomId}/messages"))["changes"]);
        foreach (var query in new[] { "include=all", "include=changes&after=0", "include=changes&around=1", $"include=changes&sender={bob.Id}", "include=changes&since=1d", "include=changes&cursor=a1" })
        {
            await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/messages?{query}");
        }

        static IEnumerable<string> Changes(JsonNode page) => page["changes"]!.AsArray().Select(change => (string)change!["type"]!);
    }

    [Fact]
    public async Task Changes_cost_one_request_and_none_if_no_seq_is_missing()
    {
        var requests = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(instance.Url);
        var roomId = await there.CreateRoomAsync("tea");
        for (var n = 0; n < 6; n++)
        {
            await there.SendMessageAsync(roomId, $"{n}");
        }

        async Task<long> CostAsync(string query) => await requests.CountAsync(() => there.GetAsync($"rooms/{roomId}/messages?limit=2{query}"));

        await CostAsync("");
        var cost = await CostAsync("&before=7");
        Assert.Equal(cost, await CostAsync("&before=7&include=changes"));
        Assert.Equal(cost + 1, await CostAsync("&include=changes"));
    }

    [Fact]
    public async Task Sender_returns_only_messages_of_that_sender()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("two", bob);
        for (var i = 0; i < 6; i++)
        {
            await (i % 3 == 0 ? bob : ada).SendMessageAsync(roomId, $"{i}");
        }

        var pages = await PagesAsync(ada, $"rooms/{roomId}/messages?sender={bob.Id}&limit=1");

        Assert.Equal(["3", "0"], pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Since_ends_the_list_at_that_time()
    {
        var (ada, roomId) = await CreateHistoryAsync(3);
        await Task.Delay(20);
        var since = (await ada.SendMessageAsync(roomId, "late"))["createdAt"]!;

        var page = await ada.GetAsync($"rooms/{roomId}/messages?since={since}");

        Assert.Equal(["late"], Texts(page));
        Assert.Null((string?)page["cursor"]);
        Assert.Equal(4, Texts(await ada.GetAsync($"rooms/{roomId}/messages?since=30d")).Count);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("before=0", "before")]
    [InlineData("before=x", "before")]
    [InlineData("after=-1", "after")]
    [InlineData("before=5&after=5", "before")]
    [InlineData("after=9223372036854775806", "after")]
    [InlineData("around=9223372036854775807", "around")]
    [InlineData("sender=no%20id", "sender")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=5/6", "since")]
    [InlineData("since=1.5", "since")]
    [InlineData("since=-3d", "since")]
    [InlineData("since=d", "since")]
    [InlineData("since=99999d", "since")]
    [InlineData("since=2026-13-01", "since")]
    [InlineData("cursor=b0", "cursor")]
    [InlineData("cursor=a9223372036854775807", "cursor")]
    [InlineData("cursor=b-3", "cursor")]
    [InlineData("cursor=%F0%9F%8D%B5", "cursor")]
    [InlineData("cursor=zzz", "cursor")]
    [InlineData("cursor=b", "cursor")]
    [InlineData("cursor=b99999999999999999999", "cursor")]
    public async Task An_invalid_parameter_is_named(string query, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/messages?{query}");

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("2000-01-01", 1)]
    [InlineData("0001-01-01T00:00:00Z", 1)]
    [InlineData("2000-01-01T00:00", 1)]
    [InlineData("2000-01-01T00:00:00.123456-05:00", 1)]
    [InlineData("9999-12-31T23:59:59.9999999Z", 0)]
    [InlineData("36500d", 1)]
    public async Task Since_is_any_iso_time_or_a_number_of_days(string since, int found)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        await ada.SendMessageAsync(roomId, "hello");

        Assert.Equal(found, Texts(await ada.GetAsync($"rooms/{roomId}/messages?since={Uri.EscapeDataString(since)}")).Count);
    }

    [Fact]
    public async Task Restarting_the_app_loses_nothing()
    {
        var prefix = ChatInstance.NewTablePrefix();
        var signalR = $"Endpoint=http://localhost;Port={FreePort.Find()};AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;";
        ChatUser ada;
        string roomId;
        JsonNode sent;
        await using (var app = await ChatInstance.StartAsync(prefix, signalR))
        {
            ada = await ChatUser.RegisterAsync(app.Url);
            roomId = await ada.CreateRoomAsync("kept");
            sent = await ada.SendMessageAsync(roomId, "kept", "id-1");
        }

        await using var restarted = await ChatInstance.StartAsync(prefix, signalR);
        using var again = ada.At(restarted.Url);
        Assert.Equal(sent["id"]!.ToString(), (await again.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "kept", clientMessageId = "id-1" }))["id"]!.ToString());
        Assert.Equal(["kept"], await again.TextsAsync(roomId));
        Assert.Equal([roomId], (await again.GetAsync("rooms"))["items"]!.AsArray().Select(room => (string?)room!["id"]));
        await again.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "login", new { login = ada.Login, password = ChatUser.Password });
        ada.Dispose();
    }

    private async Task<(ChatUser Ada, string RoomId)> CreateHistoryAsync(int messages)
    {
        var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("talk");
        for (var i = 0; i < messages; i++)
        {
            await ada.SendMessageAsync(roomId, $"{i}");
        }

        return (ada, roomId);
    }

    private static async Task<List<List<string>>> PagesAsync(ChatUser user, string path)
    {
        var pages = new List<List<string>>();
        string? cursor = null;
        do
        {
            var page = await user.GetAsync(cursor is null ? path : $"{path.Replace("after=0&", "", StringComparison.Ordinal)}&cursor={cursor}");
            pages.Add(Texts(page));
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        return pages;
    }

    private static List<string> Texts(JsonNode page) => [.. page["items"]!.AsArray().Select(message => (string)message!["text"]!)];
}
