using System.Net;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

public sealed class InboxTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task The_inbox_has_direct_messages_of_others_newest_first()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (withBob, withEve) = (await ada.DirectRoomAsync(bob), await eve.DirectRoomAsync(ada));
        await bob.SendMessageAsync(withBob, "bob 1");
        await eve.SendMessageAsync(withEve, "eve 1");
        await ada.SendMessageAsync(withBob, "my own");
        await bob.SendMessageAsync(withBob, "bob 2");
        await bob.SendMessageAsync(await bob.CreateRoomAsync("not direct", ada), "in a room");

        Assert.Equal(["bob 2", "eve 1", "bob 1"], await TextsAsync(ada, "inbox"));
        Assert.Equal(["bob 2", "bob 1"], await TextsAsync(ada, $"inbox?from={bob.Id}"));
        Assert.Equal(["my own"], await TextsAsync(bob, "inbox"));
        Assert.Empty(await TextsAsync(eve, "inbox"));
        Assert.Empty(await TextsAsync(bob, $"inbox?from={eve.Id}"));
        Assert.Empty(await TextsAsync(ada, "inbox?from=nobody"));
    }

    [Fact]
    public async Task Pages_of_any_size_contain_each_message_of_the_inbox_once()
    {
        using var ada = await chat.NewUserAsync();
        var said = new List<string>();
        var friends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => chat.NewUserAsync()));
        var rooms = await Task.WhenAll(friends.Select(friend => friend.DirectRoomAsync(ada)));
        for (var n = 0; n < 24; n++)
        {
            var friend = n * n % 4;
            await friends[friend].SendMessageAsync(rooms[friend], $"{n}");
            said.Insert(0, $"{n}");
            if (n % 3 == 0)
            {
                await ada.SendMessageAsync(rooms[friend], "an answer");
            }
        }

        foreach (var limit in new[] { 1, 5, 24, 200 })
        {
            Assert.Equal(said, await TextsAsync(ada, "inbox", limit));
        }

        Array.ForEach(friends, friend => friend.Dispose());
    }

    [Fact]
    public async Task Deleted_and_older_messages_are_left_out_and_read_ones_are_marked()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var room = await ada.DirectRoomAsync(bob);
        await bob.SendMessageAsync(room, "old");
        var second = await bob.SendMessageAsync(room, "kept");
        var third = await bob.SendMessageAsync(room, "regretted");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{room}/messages/{third["seq"]}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{room}/read", new { seq = (long)second["seq"]! });

        Assert.Equal(["kept", "old"], await TextsAsync(ada, "inbox?since=30d"));
        Assert.Equal(["kept"], await TextsAsync(ada, $"inbox?since={Uri.EscapeDataString((string)second["createdAt"]!)}"));
        Assert.All(await ada.ListAllAsync("inbox"), message => Assert.True((bool?)message["read"]));
        await using var later = await chat.StartLaterAsync(TimeSpan.FromDays(31));
        using var adaLater = await ada.LogInAsync(later.Url);
        Assert.Empty(await TextsAsync(adaLater, "inbox?since=30d"));
        Assert.Equal(["kept", "old"], await TextsAsync(adaLater, "inbox"));
    }

    [Fact]
    public async Task A_room_with_mostly_own_messages_is_read_to_its_end()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var room = await ada.DirectRoomAsync(bob);
        await bob.SendMessageAsync(room, "long ago");
        for (var batch = 0; batch < 8; batch++)
        {
            await ada.ExpectAsync(
                HttpStatusCode.Created, HttpMethod.Post, $"rooms/{room}/messages/batch", new { messages = Enumerable.Range(0, 40).Select(n => new { text = $"mine {n}" }) });
        }

        Assert.Equal(["long ago"], await TextsAsync(ada, "inbox", limit: 1));
    }

    [Fact]
    public async Task A_message_is_found_below_any_number_of_direct_rooms()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var room = await ada.DirectRoomAsync(bob);
        await bob.SendMessageAsync(room, "long ago");
        var (appender, userRooms) = (chat.App.Services.GetRequiredService<RoomAppender>(), chat.App.Services.GetRequiredService<UserRoomStore>());
        await Enumerable.Range(0, 210).ForEachParallelAsync(
            async (n, token) =>
            {
                var (friend, roomId) = (new UserRef($"friend{n:D3}", "Friend"), Ids.DirectRoomId(ada.Id, $"friend{n:D3}"));
                await userRooms.TryAddAsync(ada.Id, roomId, token);
                await appender.AppendAsync(roomId, new CreateRoom(new Actor(ada.Id, "Ada"), roomId, "", RoomKind.Direct, [friend], [$"{roomId}1", $"{roomId}2"]));
            },
            CancellationToken.None);

        Assert.Equal(["long ago"], await TextsAsync(ada, "inbox"));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("since=yesterday", "since")]
    [InlineData("from=no%20id", "from")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=0.room.1", "cursor")]
    [InlineData("cursor=639000000000000000.room.0", "cursor")]
    public async Task An_invalid_query_is_refused(string query, string field)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"inbox?{query}");

        Assert.NotNull(problem["errors"]![field]);
    }

    private static async Task<string[]> TextsAsync(ChatUser user, string path, int limit = 200) =>
        [.. (await user.ListAllAsync(path, limit)).Select(message => (string)message["text"]!)];
}
