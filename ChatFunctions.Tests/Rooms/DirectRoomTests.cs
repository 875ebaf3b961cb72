using System.Net;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Rooms;

public sealed class DirectRoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Both_users_get_the_same_direct_room()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");

        var created = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{bob.Id}");
        var again = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"direct/{bob.Id}");
        var reverse = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"direct/{ada.Id}");

        Assert.Equal(("direct", "member", 2, "", "Bob"), (
            (string?)created["kind"], (string?)created["myRole"], (int?)created["memberCount"], (string?)created["name"], (string?)created["with"]!["username"]));
        Assert.Equal(created.ToJsonString(), again.ToJsonString());
        Assert.Equal((string?)created["id"], (string?)reverse["id"]);
        Assert.Equal("Ada", (string?)reverse["with"]!["username"]);
        Assert.Equal("Ada", (string?)(await bob.GetAsync($"rooms/{created["id"]}"))["with"]!["username"]);
        Assert.Equal("Bob", (string?)(await ada.ListAllAsync("rooms")).Single()["with"]!["username"]);
        await bob.SendMessageAsync((string)created["id"]!, "hello");
        Assert.Equal(["hello"], await ada.TextsAsync((string)created["id"]!));
    }

    [Fact]
    public async Task Concurrent_requests_on_two_instances_create_one_direct_room()
    {
        await using var other = await chat.StartAnotherAsync();
        for (var round = 0; round < 5; round++)
        {
            using var ada = await chat.NewUserAsync();
            using var bob = await chat.NewUserAsync();
            using var bobElsewhere = bob.At(other.Url);

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
                n % 2 == 0 ? ada.SendAsync(HttpMethod.Put, $"direct/{bob.Id}") : bobElsewhere.SendAsync(HttpMethod.Put, $"direct/{ada.Id}")));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
            Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
            var rooms = await Task.WhenAll(answers.Select(async answer => (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]));
            Assert.Single(rooms.Distinct());
            Assert.Equal(rooms[..1], await ada.RoomIdsAsync());
            Assert.Equal(rooms[..1], await bob.RoomIdsAsync());
        }
    }

    [Fact]
    public async Task A_direct_room_with_an_unknown_user_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "direct/nobody");
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "direct/no-id");

        Assert.Empty(await ada.RoomIdsAsync());
    }

    [Fact]
    public async Task A_direct_room_with_oneself_is_for_notes()
    {
        using var ada = await chat.NewUserAsync("Ada");

        var created = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{ada.Id}");
        var again = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"direct/{ada.Id}");
        var roomId = (string)created["id"]!;
        await ada.SendMessageAsync(roomId, "buy milk");

        Assert.Equal(("direct", 1, ada.Id), ((string?)created["kind"], (int?)created["memberCount"], (string?)created["with"]!["id"]));
        Assert.Equal(created.ToJsonString(), again.ToJsonString());
        Assert.Equal(ada.Id, (string?)(await ada.GetAsync($"rooms/{roomId}"))["with"]!["id"]);
        var listed = (await ada.ListAllAsync("rooms")).Single();
        Assert.Equal((ada.Id, 0), ((string?)listed["with"]!["id"], (int?)listed["unreadCount"]));
        Assert.Equal([ada.Id], (await ada.MembersAsync(roomId)).Keys);
        using var eve = await chat.NewUserAsync();
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        Assert.DoesNotContain(await chat.App.KeysOfAsync(roomId), key => key.Contains("member:", StringComparison.Ordinal));
    }
}
