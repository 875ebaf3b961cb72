using System.Net;
using System.Net.Http.Json;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests.Accounts;

public sealed class PasswordResetTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string NewPassword = "a better horse battery";

    [Fact]
    public async Task Of_concurrent_resets_on_two_instances_one_succeeds_and_ends_all_sessions()
    {
        await using var another = await chat.StartAnotherAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        var code = (string)(await shop.ExpectAsync(201, "POST", $"users/{ada.Id}/password-reset"))["code"]!;
        using var here = ChatUser.ClientOf(chat.App.Url, token: null);
        using var there = ChatUser.ClientOf(another.Url, token: null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ResetAsync(i % 2 == 0 ? here : there, code)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        await Problems.AssertAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.NoContent), 400, "invalid_reset_code");
        using var loggedIn = await here.PostAsJsonAsync("login", new { login = (string)ada.Session["user"]!["login"]!, password = NewPassword });
        Assert.Equal(HttpStatusCode.OK, loggedIn.StatusCode);
        using var refreshed = await here.PostAsJsonAsync("refresh", new { refreshToken = (string)ada.Session["refreshToken"]! });
        await Problems.AssertAsync(refreshed, 401, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_new_code_replaces_the_previous_one()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        var former = (string)(await shop.ExpectAsync(201, "POST", $"users/{ada.Id}/password-reset"))["code"]!;
        var code = (string)(await shop.ExpectAsync(201, "POST", $"users/{ada.Id}/password-reset"))["code"]!;

        await Problems.AssertAsync(await ResetAsync(http, former), 400, "invalid_reset_code");
        await Problems.AssertAsync(await ResetAsync(http, "nonsense"), 400, "invalid_reset_code");
        Assert.Equal(HttpStatusCode.NoContent, (await ResetAsync(http, code)).StatusCode);
    }

    [Fact]
    public async Task Users_without_a_password_have_no_reset()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var user = await shop.ExpectAsync(201, "PUT", $"users/external/{Guid.NewGuid():N}", new { username = "Ada" });

        await shop.RefusedAsync(409, "managed_by_provider", "POST", $"users/{user["id"]}/password-reset");
        await shop.RefusedAsync(404, "user_not_found", "POST", "users/nobody/password-reset");
    }

    private static Task<HttpResponseMessage> ResetAsync(HttpClient http, string code) => http.PostAsJsonAsync("password-reset", new { code, newPassword = NewPassword });
}
