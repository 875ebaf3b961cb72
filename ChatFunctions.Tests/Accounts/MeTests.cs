using System.Net;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class MeTests(ChatFixture chat) : IClassFixture<ChatFixture>, IDisposable
{
    private const string NewPassword = "an entirely new password";

    private readonly HttpClient _anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

    public void Dispose() => _anonymous.Dispose();

    [Fact]
    public async Task Users_see_their_own_login_and_not_that_of_others()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync();

        Assert.Equal(ada.Login, (string?)(await ada.GetAsync("me"))["login"]);
        Assert.Equal(ada.Login, (string?)(await ada.GetAsync($"users/{ada.Id}"))["login"]);
        var seen = (await bob.GetAsync($"users/{ada.Id}")).AsObject();
        Assert.Equal(["createdAt", "id", "username"], seen.Select(field => field.Key).Order());
        Assert.Equal((ada.Id, "Ada"), ((string?)seen["id"], (string?)seen["username"]));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a'b")]
    [InlineData("a%23b")]
    public async Task An_unknown_user_is_not_found(string userId)
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Get, $"users/{userId}");
    }

    [Fact]
    public async Task A_new_name_shows_immediately_in_the_profile_and_after_the_next_refresh_in_messages()
    {
        using var ada = await chat.NewUserAsync("Ada");
        var roomId = await ada.CreateRoomAsync("room");

        var renamed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = " Countess " });
        var before = await ada.SendMessageAsync(roomId, "with the old token");
        var refreshed = await _anonymous.RefreshedAsync(ada.Session);
        using var countess = ada.With(refreshed);
        var after = await countess.SendMessageAsync(roomId, "with the new token");

        Assert.Equal(("Countess", ada.Id, ada.Login), ((string?)renamed["username"], (string?)renamed["id"], (string?)renamed["login"]));
        Assert.Equal("Countess", (string?)(await ada.GetAsync("me"))["username"]);
        Assert.Equal("Countess", (string?)refreshed["user"]!["username"]);
        Assert.Equal(("Ada", "Countess"), ((string?)before["sender"]!["username"], (string?)after["sender"]!["username"]));
    }

    [Fact]
    public async Task A_new_name_shows_in_member_lists_and_direct_rooms_and_the_last_of_several_stays()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        var (roomId, direct) = (await ada.CreateRoomAsync("room", bob), await bob.DirectRoomAsync(ada));

        foreach (var name in new[] { "Countess", "Lady", "Augusta" })
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = name });
        }

        await chat.App.Services.GetRequiredService<BackgroundWork>().IdleAsync();
        Assert.Equal(["Augusta", "Bob"], (await bob.ListAllAsync($"rooms/{roomId}/members")).Select(member => (string?)member["user"]!["username"]).Order());
        Assert.Equal("Augusta", (string?)(await bob.GetAsync($"rooms/{direct}"))["with"]!["username"]);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "owner" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{ada.Id}", new { role = "reader" });
        Assert.Contains("Augusta", (await bob.ListAllAsync($"rooms/{roomId}/members")).Select(member => (string?)member["user"]!["username"]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"username":""}""")]
    [InlineData("""{"username":"   "}""")]
    [InlineData("""{"username":"a\u0007b"}""")]
    [InlineData("""{"username":"12345678901234567890123456789012345678901234567890123456789012345"}""")]
    public async Task An_invalid_name_is_refused(string body)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, "me", body);
        Assert.NotNull(problem["errors"]!["username"]);
    }

    [Fact]
    public async Task Changing_the_password_ends_every_other_session()
    {
        using var ada = await chat.NewUserAsync();
        var other = await _anonymous.LoggedInAsync(ada.Login);

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = NewPassword });

        await _anonymous.AssertRefreshRefusedAsync((string?)other["refreshToken"]);
        await _anonymous.RefreshedAsync(ada.Session);
        await _anonymous.LoggedInAsync(ada.Login, NewPassword);
        using var old = await _anonymous.LogInAsync(ada.Login);
        await Problems.AssertAsync(old, 401, "invalid_credentials");
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        using var ada = await chat.NewUserAsync();
        var other = await _anonymous.LoggedInAsync(ada.Login);

        await ada.RefusedAsync(403, "wrong_password", HttpMethod.Put, "me/password", new { currentPassword = "not this one", newPassword = NewPassword });

        await _anonymous.RefreshedAsync(other);
        await _anonymous.LoggedInAsync(ada.Login);
    }

    [Theory]
    [InlineData("""{"newPassword":"long enough"}""", "currentPassword")]
    [InlineData("""{"currentPassword":"correct horse battery"}""", "newPassword")]
    [InlineData("""{"currentPassword":"correct horse battery","newPassword":"short"}""", "newPassword")]
    public async Task A_change_of_password_without_its_fields_is_refused(string body, string field)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, "me/password", body);
        Assert.NotNull(problem["errors"]![field]);
    }
}
