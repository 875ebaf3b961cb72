using System.Net;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests.Rooms;

/// <summary>What a back end can do in rooms without acting for a user.</summary>
public sealed class SystemPermissionTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_back_end_reads_and_moderates_private_rooms_without_being_a_member()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.CreateRoomAsync("private", bob);
        var seq = (long)(await bob.SendMessageAsync(roomId, "spam"))["seq"]!;

        Assert.Equal("spam", (string?)(await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/messages"))["items"]![0]!["text"]);
        Assert.True((bool)(await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}/messages/{seq}"))["deleted"]!);
        await shop.ExpectAsync(200, "PUT", $"rooms/{roomId}/bans/{bob.Id}");
        await shop.ExpectAsync(200, "PATCH", $"rooms/{roomId}", new { name = "tidy" });
        var sent = await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/messages", new { text = "Please be kind." });

        Assert.Equal("system", (string?)sent["sender"]!["username"]);
        Assert.Equal(["", "Please be kind."], await ada.TextsAsync(roomId));
        Assert.Single((await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/messages/search?q=kind"))["items"]!.AsArray());
        Assert.Equal([ada.Id], (await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/members"))["items"]!.AsArray().Select(member => (string)member!["user"]!["id"]!));
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "spam" });
        await shop.RefusedAsync(409, "last_owner", "DELETE", $"rooms/{roomId}/members/{ada.Id}");
        await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}");
        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
    }

    [Fact]
    public async Task A_back_end_deletes_messages_of_direct_rooms_even_when_one_user_has_blocked_the_other()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.DirectRoomAsync(bob);
        var seq = (long)(await bob.SendMessageAsync(roomId, "spam"))["seq"]!;
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"me/blocks/{bob.Id}");

        await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}/messages/{seq}");
        await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/messages", new { text = "A message was removed." });

        Assert.Equal(["", "A message was removed."], await bob.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_room_of_a_back_end_has_no_owner_until_one_is_appointed()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { contactableBy = "nobody" });

        var room = await shop.ExpectAsync(201, "POST", "rooms", new { name = "Order 17", members = new[] { ada.Id, bob.Id } });
        var roomId = (string)room["id"]!;

        Assert.Equal((2, 3), ((int)room["memberCount"]!, (int)room["head"]!));
        Assert.Equal(new Dictionary<string, string> { [ada.Id] = "member", [bob.Id] = "member" }, await ada.MembersAsync(roomId));
        await shop.ExpectAsync(200, "PUT", $"rooms/{roomId}/members/{ada.Id}", new { role = "reader" });
        await shop.ExpectAsync(200, "PUT", $"rooms/{roomId}/members/{ada.Id}", new { role = "owner" });
        await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}/members/{bob.Id}");
        Assert.Equal(new Dictionary<string, string> { [ada.Id] = "owner" }, await ada.MembersAsync(roomId));
        Assert.Equal("Order 17", (string?)(await ada.GetAsync("rooms"))["items"]![0]!["name"]);
        Assert.Equal(
            ["roomCreated", "memberAdded", "memberAdded", "memberRoleChanged", "memberRoleChanged", "memberRemoved"],
            (await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/events"))["events"]!.AsArray().Select(happened => (string)happened!["type"]!));
    }

    [Fact]
    public async Task A_back_end_adds_many_members_and_gets_the_refused_ones()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.CreateRoomAsync("Tea");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{eve.Id}");
        var users = (await shop.ExpectAsync(200, "POST", "users/external/batch", new
        {
            users = Enumerable.Range(0, Limits.BatchMembers - 2).Select(i => new { externalId = $"{Guid.NewGuid():N}", username = $"User {i}" }),
        }))["items"]!.AsArray().Select(user => (string)user!["id"]!);
        var members = users.Concat([eve.Id, "nobody"]).Select(userId => new { userId, role = "reader" });

        var put = await shop.ExpectAsync(200, "POST", $"rooms/{roomId}/members/batch", new { members });
        await shop.ExpectAsync(200, "POST", $"rooms/{roomId}/members/batch", new { members });

        Assert.Equal([(eve.Id, "user_banned"), ("nobody", "user_not_found")], put["refused"]!.AsArray().Select(one => ((string)one!["userId"]!, (string)one["code"]!)));
        Assert.Equal(Limits.BatchMembers - 1, (int)put["room"]!["memberCount"]!);
        Assert.Equal(Limits.BatchMembers - 1, (int)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);
        await shop.RefusedAsync(404, "room_not_found", "POST", "rooms/zzzzzzzzzzzz/members/batch", new { members = new[] { new { userId = ada.Id } } });
    }

    [Fact]
    public async Task A_back_end_that_acts_for_a_user_has_exactly_the_users_permissions()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var eve = await chat.NewUserAsync("Eve");
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.CreateRoomAsync("private");

        await shop.RefusedAsync(404, "room_not_found", "POST", $"rooms/{roomId}/messages", new { text = "hello" }, actAs: eve.Id);
        var sent = await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/messages", new { text = "hello" }, actAs: ada.Id);

        Assert.Equal((ada.Id, "Ada"), ((string?)sent["sender"]!["id"], (string?)sent["sender"]!["username"]));
        await shop.RefusedAsync(403, "forbidden", "POST", $"users/{ada.Id}/negotiate", actAs: ada.Id);
        Assert.Equal(eve.Id, (string?)(await shop.ExpectAsync(200, "GET", "me", actAs: eve.Id))["id"]);
    }

    [Fact]
    public async Task A_back_end_cannot_be_added_to_a_room()
    {
        using var ada = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.CreateRoomAsync("private");

        await shop.RefusedAsync(404, "user_not_found", "PUT", $"rooms/{roomId}/members/system", new { role = "owner" });
        await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}/members/system");
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{roomId}/members/system", new { role = "owner" });

        Assert.Equal(1, (int)(await ada.GetAsync($"rooms/{roomId}"))["memberCount"]!);
    }
}
