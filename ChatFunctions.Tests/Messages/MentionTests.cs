using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class MentionTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_message_mentions_other_members_and_leaves_everyone_else_as_text()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var text = $"<@{bob.Id}> <@{bob.Id}> <@{ada.Id}> <@{eve.Id}> <@nobody> <@> @{bob.Id}";

        var sent = await ada.SendMessageAsync(roomId, text);

        Assert.Equal(text, (string?)sent["text"]);
        Assert.Equal([bob.Id], MentionsOf(sent));
        Assert.Equal([bob.Id], MentionsOf((await bob.GetAsync($"rooms/{roomId}/messages"))["items"]![0]!));
        Assert.Equal([bob.Id], MentionsOf((await bob.ListAllAsync("rooms")).Single()["lastMessage"]!));
        Assert.Null((await ada.SendMessageAsync(roomId, "no mention"))["mentions"]);
    }

    [Fact]
    public async Task Only_admins_mention_the_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var direct = await ada.DirectRoomAsync(bob);

        Assert.Equal(["room"], MentionsOf(await ada.SendMessageAsync(roomId, "<@room> tea is ready")));
        Assert.Equal(1, await CountAsync(bob, roomId));
        Assert.Null((await bob.SendMessageAsync(roomId, "<@room> really?"))["mentions"]);
        Assert.Null((await bob.SendMessageAsync(direct, "<@room>"))["mentions"]);

        Assert.Equal(["<@room> tea is ready"], await TextsAsync(bob));
        Assert.Empty(await TextsAsync(ada));
    }

    [Fact]
    public async Task The_room_list_counts_unread_mentions_until_they_are_read()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        var first = await ada.SendMessageAsync(roomId, $"<@{bob.Id}>");
        await ada.SendMessageAsync(roomId, $"<@{eve.Id}>");
        var last = await ada.SendMessageAsync(roomId, $"<@{bob.Id}> and <@{eve.Id}>");

        Assert.Equal((2, 2, 0), (await CountAsync(bob, roomId), await CountAsync(eve, roomId), await CountAsync(ada, roomId)));

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = (long)first["seq"]! });
        Assert.Equal(1, await CountAsync(bob, roomId));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = (long)last["seq"]! });
        Assert.Equal(0, await CountAsync(bob, roomId));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = (long)last["seq"]! - 1, unread = true });
        Assert.Equal(1, await CountAsync(bob, roomId));
    }

    [Fact]
    public async Task Edits_and_deletions_change_the_mentioned_users()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        var path = $"rooms/{roomId}/messages/{(await ada.SendMessageAsync(roomId, $"<@{bob.Id}>"))["seq"]}";
        await ada.SendMessageAsync(roomId, "later");

        var edited = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, path, new { text = $"<@{eve.Id}> instead" });

        Assert.Equal([eve.Id], MentionsOf(edited));
        Assert.Equal((0, 1), (await CountAsync(bob, roomId), await CountAsync(eve, roomId)));
        Assert.Empty(await TextsAsync(bob));
        Assert.Single(await TextsAsync(eve));

        var deleted = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, path);
        Assert.Null(deleted["mentions"]);
        Assert.Equal(0, await CountAsync(eve, roomId));
        Assert.Empty(await TextsAsync(eve));
    }

    [Fact]
    public async Task A_mention_added_by_an_edit_counts()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var sent = await ada.SendMessageAsync(roomId, "tea?");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{sent["seq"]}", new { text = $"tea, <@{bob.Id}>?" });

        Assert.Equal(1, await CountAsync(bob, roomId));
        Assert.Single(await TextsAsync(bob));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Pages_of_any_size_have_each_mention_once_from_all_rooms_newest_first(int limit)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        string[] rooms = [await ada.CreateRoomAsync("tea", bob), await ada.CreateRoomAsync("coffee", bob), await ada.DirectRoomAsync(bob), await ada.CreateRoomAsync("quiet", bob)];
        var expected = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            await ada.SendMessageAsync(rooms[n % 3], "nothing");
            await bob.SendMessageAsync(rooms[n % 3], $"<@{ada.Id}> not Bob");
            expected.Insert(0, $"<@{bob.Id}> {n}");
            await ada.SendMessageAsync(rooms[n * n % 3], expected[0]);
        }

        Assert.Equal(expected, await TextsAsync(bob, limit));
    }

    [Fact]
    public async Task Mentions_of_a_room_end_with_the_membership()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await ada.SendMessageAsync(roomId, $"<@{bob.Id}> <@{eve.Id}>");
        Assert.Single(await TextsAsync(bob));

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });

        Assert.Empty(await TextsAsync(bob));
        Assert.Empty(await TextsAsync(eve));
        Assert.Null((await ada.SendMessageAsync(roomId, $"<@{bob.Id}>"))["mentions"]);
        Assert.Equal([eve.Id], MentionsOf(await ada.SendMessageAsync(roomId, $"<@{eve.Id}>")));
    }

    [Fact]
    public async Task A_message_mentions_twenty_users_at_most()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var most = string.Concat(Enumerable.Range(0, Limits.MentionsPerMessage).Select(n => $"<@{n}>"));

        var sent = await ada.SendMessageAsync(roomId, most);

        foreach (var (method, path) in new[] { (HttpMethod.Post, "messages"), (HttpMethod.Patch, $"messages/{sent["seq"]}") })
        {
            var problem = await ada.RefusedAsync(400, "validation_failed", method, $"rooms/{roomId}/{path}", new { text = most + "<@more>" });
            Assert.NotNull(problem["errors"]!["text"]);
        }
    }

    [Fact]
    public async Task A_send_with_mentions_costs_one_request_and_a_list_without_unread_mentions_none_more()
    {
        var requests = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var adaThere = ada.At(instance.Url);
        using var bobThere = bob.At(instance.Url);
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await adaThere.SendMessageAsync(roomId, $"warm up <@{bob.Id}>");
        await instance.IdleAsync();

        Assert.Equal(1, await requests.CountAsync(() => adaThere.SendMessageAsync(roomId, $"<@{bob.Id}> <@room>", "id-1")));

        var before = await requests.CountAsync(() => bobThere.GetAsync("rooms"));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = (long)(await bob.GetAsync($"rooms/{roomId}"))["head"]! });
        Assert.Equal(before - 1, await requests.CountAsync(() => bobThere.GetAsync("rooms")));
    }

    [Fact]
    public async Task After_an_erasure_the_mentions_of_the_sender_are_gone_and_those_of_others_have_a_bare_id()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await bob.SendMessageAsync(roomId, $"<@{ada.Id}>");
        var kept = await ada.SendMessageAsync(roomId, $"<@{bob.Id}>");

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Empty(await TextsAsync(ada));
        Assert.Equal(0, await CountAsync(ada, roomId));
        Assert.Equal([bob.Id], MentionsOf(await ada.GetAsync($"rooms/{roomId}/messages/{kept["seq"]}")));
        Assert.Null((await ada.SendMessageAsync(roomId, $"<@{bob.Id}>"))["mentions"]);
    }

    private static string[] MentionsOf(JsonNode message) => [.. message["mentions"]!.AsArray().Select(id => (string)id!)];

    private static async Task<int> CountAsync(ChatUser user, string roomId) =>
        (int)(await user.ListAllAsync("rooms")).Single(room => (string?)room["id"] == roomId)["mentionCount"]!;

    private static async Task<string[]> TextsAsync(ChatUser user, int limit = 200) => [.. (await user.ListAllAsync("mentions", limit)).Select(message => (string)message["text"]!)];
}
