using System.Net;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

public sealed class BanTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_banned_member_of_a_public_room_is_removed_and_cannot_return_until_unbanned()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        var roomId = await ada.CreatePublicRoomAsync("square", bob);
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;

        Assert.Equal(1, (int)(await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}"))["memberCount"]!);

        await bob.RefusedAsync(403, "banned", HttpMethod.Post, $"rooms/{roomId}/join");
        await bob.RefusedAsync(403, "banned", HttpMethod.Post, $"invitations/{code}/accept");
        await bob.RefusedAsync(403, "banned", HttpMethod.Get, $"rooms/{roomId}/messages");
        await bob.RefusedAsync(403, "banned", HttpMethod.Get, $"rooms/{roomId}/members");
        await bob.RefusedAsync(403, "banned", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
        await ada.RefusedAsync(409, "user_banned", HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        Assert.Empty(await bob.RoomIdsAsync());
        var removal = (await ada.GetAsync($"rooms/{roomId}/events?after=2"))["events"]!.AsArray().Single()!;
        Assert.Equal(("memberRemoved", bob.Id, true), ((string?)removal["type"], (string?)removal["user"]!["id"], (bool?)removal["banned"]));
        var ban = (await ada.ListAllAsync($"rooms/{roomId}/bans")).Single();
        Assert.Equal((bob.Id, "Bob", "Ada"), ((string?)ban["user"]!["id"], (string?)ban["user"]!["username"], (string?)ban["bannedBy"]!["username"]));

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/bans/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/bans/{bob.Id}");

        Assert.Empty(await ada.ListAllAsync($"rooms/{roomId}/bans"));
        await bob.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{roomId}/messages");
        Assert.Equal("member", (string?)(await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join"))["myRole"]);
    }

    [Fact]
    public async Task A_user_who_is_banned_from_a_private_room_sees_what_a_stranger_sees()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}");

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/join");
        await bob.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, $"invitations/{code}/accept");
        Assert.Empty(await chat.App.PointersOfAsync(bob));
        Assert.Equal(0, (int)(await ada.ListAllAsync($"rooms/{roomId}/invitations")).Single()["uses"]!);
    }

    [Fact]
    public async Task Admins_can_ban_admins_but_no_owner_and_others_can_ban_nobody()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        using var mallory = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve, mallory);
        foreach (var admin in new[] { bob, eve })
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{admin.Id}", new { role = "admin" });
        }

        await mallory.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}");
        await mallory.RefusedAsync(403, "forbidden", HttpMethod.Get, $"rooms/{roomId}/bans");
        await mallory.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}/bans/{bob.Id}");
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/bans/{ada.Id}");
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}");
        await bob.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{roomId}/bans/nobody");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{eve.Id}");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{mallory.Id}");

        Assert.Equal([ada.Id, bob.Id], (await ada.MembersAsync(roomId)).Keys.Order());
        Assert.Equal([eve.Id, mallory.Id], (await bob.ListAllAsync($"rooms/{roomId}/bans", limit: 1)).Select(ban => (string)ban["user"]!["id"]!));
    }

    [Fact]
    public async Task A_direct_room_has_no_bans()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();

        await ada.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{await ada.DirectRoomAsync(bob)}/bans/{bob.Id}");
    }

    [Fact]
    public async Task A_concurrent_ban_and_join_on_two_instances_leave_the_user_out()
    {
        using var ada = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync();
        var roomId = await ada.CreatePublicRoomAsync("square");
        foreach (var _ in Enumerable.Range(0, 10))
        {
            using var bob = await ChatUser.RegisterAsync(other.Url);

            var answers = await Task.WhenAll(
                ada.SendAsync(HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}"), bob.SendAsync(HttpMethod.Post, $"rooms/{roomId}/join"));

            Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
            Assert.Contains(answers[1].StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Forbidden });
            Assert.DoesNotContain(bob.Id, (await ada.MembersAsync(roomId)).Keys);
            await bob.RefusedAsync(403, "banned", HttpMethod.Post, $"rooms/{roomId}/join");
        }
    }

    [Fact]
    public async Task A_reader_who_leaves_is_a_reader_on_return_unless_given_another_role()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square", bob);
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "reader" });

        async Task<string?> RejoinAsync(string path)
        {
            await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
            return (string?)(await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, path))["myRole"];
        }

        Assert.Equal("reader", await RejoinAsync($"rooms/{roomId}/join"));
        Assert.Equal("reader", await RejoinAsync($"invitations/{code}/accept"));
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/bans/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        Assert.Equal("reader", (await ada.MembersAsync(roomId))[bob.Id]);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });
        Assert.Equal("member", await RejoinAsync($"rooms/{roomId}/join"));
    }

    [Theory]
    [InlineData("member")]
    [InlineData("reader")]
    public async Task The_role_of_a_member_wins_over_a_restriction_left_by_an_earlier_version(string role)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square", bob);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role });
        var left = new RestrictionRow { PartitionKey = roomId, RowKey = RoomKeys.Restriction(bob.Id), WasReader = true };
        await chat.App.Services.GetRequiredService<ChatTables>().Rooms(roomId).AddEntityAsync(left);

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        Assert.Equal(role, (string?)(await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join"))["myRole"]);
    }

    [Fact]
    public async Task A_ban_holds_even_if_an_earlier_version_has_added_the_user_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square", bob);
        var ban = new RestrictionRow { PartitionKey = roomId, RowKey = RoomKeys.Restriction(bob.Id), BannedAt = DateTimeOffset.UtcNow, BannedBy = ada.Id };
        await chat.App.Services.GetRequiredService<ChatTables>().Rooms(roomId).AddEntityAsync(ban);

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        await bob.RefusedAsync(403, "banned", HttpMethod.Post, $"rooms/{roomId}/join");
        Assert.Equal(bob.Id, (string?)Assert.Single(await ada.ListAllAsync($"rooms/{roomId}/bans"))["user"]!["id"]);
    }

    [Fact]
    public async Task New_members_get_the_rooms_default_role_and_only_admins_change_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var room = await ada.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "news", kind = "public", members = new[] { bob.Id }, defaultRole = "reader" });
        var roomId = (string)room["id"]!;

        Assert.Equal("reader", (string?)room["defaultRole"]);
        Assert.Equal("reader", (string?)(await eve.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join"))["myRole"]);
        Assert.Equal("reader", (await ada.MembersAsync(roomId))[bob.Id]);
        await eve.RefusedAsync(403, "forbidden", HttpMethod.Patch, $"rooms/{roomId}", new { defaultRole = "member" });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, $"rooms/{roomId}", new { defaultRole = "admin" });
        var changed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "talk", defaultRole = "member" });

        Assert.Equal(("talk", "member"), ((string?)changed["name"], (string?)changed["defaultRole"]));
        Assert.Equal(
            ["roomRenamed", "defaultRoleChanged"], (await ada.GetAsync($"rooms/{roomId}/events?after=3"))["events"]!.AsArray().Select(happened => (string?)happened!["type"]));
        Assert.Equal("reader", (await ada.MembersAsync(roomId))[bob.Id]);
    }

    [Fact]
    public async Task Admins_remove_reactions_of_others_and_members_do_not()
    {
        const string Thumb = "%F0%9F%91%8D";
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync("Bob");
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        var reaction = $"rooms/{roomId}/messages/{(await ada.SendMessageAsync(roomId, "hello"))["seq"]}/reactions/{Thumb}";
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, reaction);
        await eve.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, reaction);

        await eve.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"{reaction}?userId={bob.Id}");
        var left = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{reaction}?userId={bob.Id}");

        Assert.Equal([eve.Id], left["reactions"]![0]!["userIds"]!.AsArray().Select(userId => (string)userId!));
        var removal = (await ada.GetAsync($"rooms/{roomId}/events?after=0"))["events"]!.AsArray()[^1]!;
        Assert.Equal(("reactionRemoved", ada.Id, "Bob"), ((string?)removal["type"], (string?)removal["actor"]!["id"], (string?)removal["user"]!["username"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("a%2Fb")]
    [InlineData("%23&userId=x")]
    public async Task Removing_a_reaction_of_an_invalid_user_is_refused_and_the_callers_own_stays(string userId)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var reaction = $"rooms/{roomId}/messages/{(await ada.SendMessageAsync(roomId, "hello"))["seq"]}/reactions/%F0%9F%91%8D";
        var reacted = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, reaction);

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Delete, $"{reaction}?userId={userId}");

        Assert.Equal(reacted["reactions"]!.ToJsonString(), (await ada.GetAsync($"rooms/{roomId}/messages/{reacted["seq"]}"))["reactions"]!.ToJsonString());
    }
}
