using System.Net;

namespace ChatFunctions.Tests.Rooms;

/// <summary>Creating, showing, renaming and deleting rooms.</summary>
public sealed class RoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_new_room_has_its_creator_as_owner_and_the_others_as_members()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();

        var room = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "  tea  ", members = new[] { bob.Id, ada.Id, bob.Id } });

        Assert.Equal(("tea", "private", ada.Id, 2, 2L, "owner"), (
            (string?)room["name"], (string?)room["kind"], (string?)room["createdBy"], (int?)room["memberCount"], (long?)room["head"], (string?)room["myRole"]));
        Assert.Equal("member", (string?)(await bob.GetAsync($"rooms/{room["id"]}"))["myRole"]);
    }

    [Fact]
    public async Task A_room_with_an_unknown_member_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, "rooms", """{"name":"tea","members":["nobody"]}""");

        Assert.NotNull(problem["errors"]!["members"]);
        Assert.Empty(await ada.RoomIdsAsync());
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"   "}""", "name")]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"a","kind":"direct"}""", "kind")]
    [InlineData("""{"name":"a","kind":"secret"}""", "kind")]
    public async Task An_invalid_room_is_refused(string body, string field)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, "rooms", body);

        Assert.NotNull(problem["errors"]![field]);
    }

    [Fact]
    public async Task A_public_room_is_visible_to_every_signed_in_user()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square");

        var room = await eve.GetAsync($"rooms/{roomId}");

        Assert.Equal("square", (string?)room["name"]);
        Assert.True(room.AsObject().TryGetPropertyValue("myRole", out var role) && role is null);
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{roomId}/messages");
    }

    [Fact]
    public async Task An_admin_renames_a_room_and_every_member_gets_the_event()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Patch, $"rooms/{roomId}", new { name = "beer" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });

        var renamed = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = " coffee " });

        Assert.Equal(("coffee", "admin"), ((string?)renamed["name"], (string?)renamed["myRole"]));
        var last = (await ada.GetAsync($"rooms/{roomId}/events?after={(long)renamed["head"]! - 1}"))["events"]!.AsArray().Single()!;
        Assert.Equal(("roomRenamed", "coffee", bob.Id), ((string?)last["type"], (string?)last["name"], (string?)last["actor"]!["id"]));
    }

    [Fact]
    public async Task Renaming_to_the_same_name_makes_no_event()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        var renamed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "tea" });

        Assert.Equal(1, (long?)renamed["head"]);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, $"rooms/{roomId}", new { name = new string('x', 101) });
    }

    [Fact]
    public async Task Only_the_owner_deletes_a_room_and_then_it_is_gone_on_every_instance()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync();
        using var bobElsewhere = bob.At(other.Url);
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });
        await bobElsewhere.SendMessageAsync(roomId, "still here");
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await bobElsewhere.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "and now?" });
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        Assert.Empty(await ada.RoomIdsAsync());
        Assert.Empty(await bob.RoomIdsAsync());
    }

    [Fact]
    public async Task A_deleted_room_leaves_no_rows_in_storage()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("to be forgotten", bob);
        await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { });
        for (var batch = 0; batch < 3; batch++)
        {
            await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new
            {
                messages = Enumerable.Range(0, 40).Select(n => new { text = $"message {n}", clientMessageId = $"{batch}-{n}" }),
            });
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await chat.App.IdleAsync();
        Assert.Empty(await chat.App.KeysOfAsync(roomId));
    }

    [Fact]
    public async Task A_room_with_more_members_than_fit_into_a_commit_is_unreadable_for_all_of_them_once_deleted()
    {
        using var ada = await chat.NewUserAsync();
        using var last = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("hall");
        await chat.App.AddMembersAsync(roomId, ada, 120);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{last.Id}", new { });
        Assert.Equal(122, (int?)(await last.GetAsync($"rooms/{roomId}"))["memberCount"]);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await last.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await last.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/members");
        await chat.App.IdleAsync();
        Assert.Empty(await chat.App.KeysOfAsync(roomId));
    }

    [Fact]
    public async Task Admins_set_and_remove_the_topic_of_a_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("tea", bob);

        var changed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { topic = " All about tea " });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { topic = "All about tea" });

        Assert.Equal(("All about tea", "tea"), ((string?)changed["topic"], (string?)changed["name"]));
        Assert.Equal("All about tea", (string?)(await eve.GetAsync($"rooms/{roomId}"))["topic"]);
        Assert.Equal("All about tea", (string?)(await bob.ListAllAsync("rooms")).Single()["topic"]);
        var last = (await bob.GetAsync($"rooms/{roomId}/events?after={(long)changed["head"]! - 1}"))["events"]!.AsArray().Single()!;
        Assert.Equal(("topicChanged", "All about tea"), ((string?)last["type"], (string?)last["topic"]));
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Patch, $"rooms/{roomId}", new { topic = "coffee" });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, $"rooms/{roomId}", new { topic = new string('x', Limits.TopicLength + 1) });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, $"rooms/{roomId}", new { topic = "two\nlines" });

        Assert.Null((await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { topic = "" }))["topic"]);
    }

    [Fact]
    public async Task A_direct_room_cannot_be_renamed_or_deleted()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);

        await ada.RefusedAsync(403, "forbidden", HttpMethod.Patch, $"rooms/{roomId}", new { name = "ours" });
        await ada.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}");
        Assert.Equal(roomId, (string?)(await bob.GetAsync($"rooms/{roomId}"))["id"]);
    }
}
