using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests.Accounts;

/// <summary>Accounts that a back end manages.</summary>
public sealed class ManagedUserTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_user_is_created_once_and_then_updated()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"users/external/{NewExternalId()}";
        await shop.RefusedAsync(404, "user_not_found", "GET", path);

        var created = await shop.ExpectAsync(201, "PUT", path, new { username = " Ada " });
        var same = await shop.ExpectAsync(200, "PUT", path, new { username = "Ada" });
        var renamed = await shop.ExpectAsync(200, "PUT", path, new { username = "Ada L.", pictureUrl = "https://example.com/ada.png" });

        Assert.Equal(("Ada", path.Split('/')[2], false), ((string?)created["username"], (string?)created["externalId"], (bool?)created["deactivated"]));
        Assert.Null(created["login"]);
        Assert.Equal((string?)created["id"], (string?)same["id"]);
        Assert.Equal(("Ada L.", "https://example.com/ada.png"), ((string?)renamed["username"], (string?)renamed["pictureUrl"]));
        Assert.True(JsonNode.DeepEquals(renamed, await shop.ExpectAsync(200, "GET", path)));
        Assert.Null((await shop.ExpectAsync(200, "GET", $"users/{created["id"]}"))["externalId"]);
    }

    [Fact]
    public async Task Concurrent_requests_on_two_instances_create_one_user()
    {
        await using var another = await chat.StartAnotherAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var there = shop.At(another.Url);
        var path = $"users/external/{NewExternalId()}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? shop : there).SendAsync("PUT", path, new { username = "Ada" })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var users = await Task.WhenAll(answers.Select(async answer => (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!));
        Assert.Single(users.Distinct());
    }

    [Fact]
    public async Task A_batch_creates_users_and_can_be_repeated()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var users = Enumerable.Range(0, Limits.BatchUsers).Select(i => new { externalId = NewExternalId(), username = $"User {i}" }).ToArray();

        var first = await shop.ExpectAsync(200, "POST", "users/external/batch", new { users });
        var again = await shop.ExpectAsync(200, "POST", "users/external/batch", new { users });

        Assert.Equal(users.Select(user => user.externalId), first["items"]!.AsArray().Select(user => (string)user!["externalId"]!));
        Assert.True(JsonNode.DeepEquals(first, again));
        await shop.RefusedAsync(400, "validation_failed", "POST", "users/external/batch", new { users = new[] { users[0], users[0] } });
        await shop.RefusedAsync(400, "validation_failed", "POST", "users/external/batch", new { users = users.Append(users[0]) });
        await shop.RefusedAsync(400, "validation_failed", "POST", "users/external/batch", new { users = new[] { new { externalId = "a b", username = "Ada" } } });
        await shop.RefusedAsync(400, "validation_failed", "POST", "users/external/batch", new { users = new object?[] { null } });
    }

    [Theory]
    [InlineData("a b", "Ada", null)]
    [InlineData("ä", "Ada", null)]
    [InlineData("a", "", null)]
    [InlineData("a", "system", null)]
    [InlineData("a", "Ada", "http://example.com/ada.png")]
    [InlineData("a", "Ada", "javascript:alert(1)")]
    public async Task An_invalid_user_is_refused(string externalId, string username, string? pictureUrl)
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);

        await shop.RefusedAsync(400, "validation_failed", "PUT", $"users/external/{Uri.EscapeDataString(externalId)}", new { username, pictureUrl });
    }

    [Fact]
    public async Task A_session_that_a_back_end_creates_can_be_used_and_refreshed()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"users/external/{NewExternalId()}";
        await shop.RefusedAsync(404, "user_not_found", "POST", $"{path}/tokens");
        var user = await shop.ExpectAsync(201, "PUT", path, new { username = "Ada" });

        using var ada = ChatUser.Of(chat.App.Url, await shop.ExpectAsync(201, "POST", $"{path}/tokens"));
        var me = await ada.GetAsync("me");
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        var refreshed = await anonymous.RefreshedAsync(ada.Session);

        Assert.Equal(((string?)user["id"], "server"), ((string?)me["id"], (string?)me["identityProvider"]));
        Assert.Equal((string?)user["id"], (string?)refreshed["user"]!["id"]);
        await ada.RefusedAsync(403, "wrong_password", HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = ChatUser.Password });
    }

    [Fact]
    public async Task An_erased_user_can_be_created_again()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"users/external/{NewExternalId()}";
        var user = await shop.ExpectAsync(201, "PUT", path, new { username = "Ada" });

        await shop.ExpectAsync(200, "DELETE", $"users/{user["id"]}");

        await shop.RefusedAsync(404, "user_not_found", "GET", path);
        Assert.NotEqual((string?)user["id"], (string?)(await shop.ExpectAsync(201, "PUT", path, new { username = "Ada" }))["id"]);
    }

    [Fact]
    public async Task A_deactivated_user_can_do_nothing_until_activated_again()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("Tea", bob);

        await shop.ExpectAsync(204, "PUT", $"users/{ada.Id}/deactivated");

        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var refreshed = await anonymous.RefreshAsync((string)ada.Session["refreshToken"]!);
        await Problems.AssertAsync(refreshed, 401, "invalid_refresh_token");
        using var loggedIn = await anonymous.LogInAsync(ada.Login, ChatUser.Password);
        await Problems.AssertAsync(loggedIn, 403, "account_deactivated");
        await shop.RefusedAsync(403, "act_as_refused", "GET", "me", actAs: ada.Id);
        Assert.Equal("Ada", (string?)(await bob.GetAsync($"users/{ada.Id}"))["username"]);
        Assert.Contains(ada.Id, (await bob.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray().Select(member => (string?)member!["user"]!["id"]));

        await shop.ExpectAsync(204, "DELETE", $"users/{ada.Id}/deactivated");
        await shop.ExpectAsync(204, "DELETE", $"users/{ada.Id}/deactivated");

        using var back = ChatUser.Of(chat.App.Url, await anonymous.LoggedInAsync(ada.Login));
        await back.GetAsync($"rooms/{roomId}");
        await shop.RefusedAsync(404, "user_not_found", "PUT", "users/nobody/deactivated");
    }

    [Fact]
    public async Task A_deactivated_user_gets_no_session_from_the_back_end()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"users/external/{NewExternalId()}";
        var user = await shop.ExpectAsync(201, "PUT", path, new { username = "Ada" });

        await shop.ExpectAsync(204, "PUT", $"users/{user["id"]}/deactivated");

        await shop.RefusedAsync(403, "account_deactivated", "POST", $"{path}/tokens");
        Assert.True((bool)(await shop.ExpectAsync(200, "PUT", path, new { username = "Ada L." }))["deactivated"]!);
    }

    private static string NewExternalId() => $"customer-{Guid.NewGuid():N}";
}
