using System.Net;
using ChatFunctions.Tests.Rooms;

namespace ChatFunctions.Tests.Accounts;

public sealed class ContactTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private ChatUser _ada = null!;
    private ChatUser _bob = null!;

    public async Task InitializeAsync() => (_ada, _bob) = (await chat.NewUserAsync("Ada"), await chat.NewUserAsync("Bob"));

    public Task DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Everyone_can_contact_a_user_by_default_and_only_the_user_sees_the_setting()
    {
        Assert.Equal("everyone", (string?)(await _ada.GetAsync("me"))["contactableBy"]);

        var changed = await AllowAsync("nobody");
        var both = await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = "Countess", contactableBy = "sharedRooms" });

        Assert.Equal(("Ada", "nobody"), ((string?)changed["username"], (string?)changed["contactableBy"]));
        Assert.Equal(("Countess", "sharedRooms"), ((string?)both["username"], (string?)both["contactableBy"]));
        Assert.Equal(both.ToJsonString(), (await _ada.GetAsync("me")).ToJsonString());
        Assert.Equal("sharedRooms", (string?)(await _ada.GetAsync("me/export"))["user"]!["contactableBy"]);
        Assert.Null((await _bob.GetAsync($"users/{_ada.Id}"))["contactableBy"]);
        Assert.Null((await _bob.GetAsync($"users?q={_ada.Login}"))["items"]![0]!["contactableBy"]);
    }

    [Theory]
    [InlineData("""{"contactableBy":"friends"}""")]
    [InlineData("""{"contactableBy":1}""")]
    [InlineData("""{"contactableBy":"nobody","username":""}""")]
    [InlineData("""{"contactableBy":null}""")]
    public async Task An_invalid_value_changes_nothing(string body)
    {
        await _ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, "me", body);

        Assert.Equal("everyone", (string?)(await _ada.GetAsync("me"))["contactableBy"]);
    }

    [Fact]
    public async Task Only_members_of_shared_rooms_can_contact_a_user_with_that_setting()
    {
        await AllowAsync("sharedRooms");
        await AssertRefusedAsync();
        var shared = await _ada.CreatePublicRoomAsync("shared");
        await _bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{shared}/join");
        await _bob.CreateRoomAsync("room", _ada);
        await _bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{_ada.Id}");

        using var cyd = await chat.NewUserAsync();
        await cyd.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{shared}/join");
        await cyd.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{shared}/members/{cyd.Id}");
        await cyd.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"direct/{_ada.Id}");
    }

    [Fact]
    public async Task A_user_who_chose_nobody_can_be_contacted_only_in_existing_rooms_and_by_invitation()
    {
        using var cyd = await chat.NewUserAsync();
        var direct = await cyd.DirectRoomAsync(_ada);
        await _ada.CreateRoomAsync("shared", _bob);
        await AllowAsync("nobody");

        await AssertRefusedAsync();
        Assert.Equal(direct, await cyd.DirectRoomAsync(_ada));
        await cyd.SendMessageAsync(direct, "hello");
        var room = await _bob.CreateRoomAsync("room");
        await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{(await _bob.InviteAsync(room))["code"]}/accept");
        await _bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{room}/members/{_ada.Id}", new { role = "admin" });
        await _ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{_bob.Id}");
    }

    private Task<System.Text.Json.Nodes.JsonNode> AllowAsync(string contactableBy) => _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { contactableBy });

    private async Task AssertRefusedAsync()
    {
        var room = await _bob.CreateRoomAsync("room");
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"direct/{_ada.Id}");
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"rooms/{room}/members/{_ada.Id}", new { });
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, "rooms", new { name = "another", members = new[] { _ada.Id } });
    }
}
