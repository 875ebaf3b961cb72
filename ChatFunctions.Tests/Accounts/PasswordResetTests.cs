using System.Net;
using System.Net.Http.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class PasswordResetTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string NewPassword = "a better horse battery";

    [Fact]
    public async Task One_of_concurrent_resets_on_two_instances_succeeds_and_ends_all_sessions()
    {
        await using var another = await chat.StartAnotherAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        var code = (string)(await shop.ExpectAsync(201, "POST", $"users/{ada.Id}/password-reset"))["code"]!;
        using var here = ChatUser.ClientOf(chat.App.Url, token: null);
        using var there = ChatUser.ClientOf(another.Url, token: null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ResetAsync(i % 2 == 0 ? here : there, code)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        await Problems.AssertAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.OK), 400, "invalid_reset_code");
        var login = (await answers.Single(answer => answer.StatusCode == HttpStatusCode.OK).Content.ReadFromJsonAsync<PasswordResetResult>())!.Login;
        using var loggedIn = await here.LogInAsync(login, NewPassword);
        Assert.Equal(HttpStatusCode.OK, loggedIn.StatusCode);
        using var refreshed = await here.PostAsJsonAsync("refresh", new { refreshToken = (string)ada.Session["refreshToken"]! });
        await Problems.AssertAsync(refreshed, 401, "invalid_refresh_token");
    }

    [Fact]
    public async Task The_link_leads_to_the_page()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);

        var reset = await shop.ExpectAsync(201, "POST", $"users/{ada.Id}/password-reset");

        Assert.Equal($"{chat.App.Url.GetLeftPart(UriPartial.Authority)}/#/reset/{reset["code"]}", (string?)reset["url"]);
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
        Assert.Equal(HttpStatusCode.OK, (await ResetAsync(http, code)).StatusCode);
    }

    [Fact]
    public async Task A_reset_with_a_lost_storage_response_succeeds()
    {
        var isLost = 0;
        await using var unlucky = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(request =>
            IsChangeOfLogin(request) && Interlocked.Exchange(ref isLost, 1) == 0 ? Fault.LostAfter : Fault.None)));
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        var code = await CodeAsync(ada.Id);
        using var http = ChatUser.ClientOf(unlucky.Url, token: null);

        Assert.Equal(HttpStatusCode.OK, (await ResetAsync(http, code)).StatusCode);

        Assert.Equal(1, isLost);
        using var loggedIn = await http.LogInAsync(ada.Login, NewPassword);
        Assert.Equal(HttpStatusCode.OK, loggedIn.StatusCode);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task A_code_is_valid_for_an_hour(int minutes, bool isValid)
    {
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        var code = await CodeAsync(ada.Id);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(minutes));
        using var later = await ChatInstance.BuildAsync(chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<TimeProvider>(clock));

        var reset = await later.Services.GetRequiredService<PasswordResets>().UseAsync(code, NewPassword, CancellationToken.None);

        Assert.Equal(isValid ? null : AccountRefusals.InvalidResetCode, reset.Refusal);
    }

    [Fact]
    public async Task A_deactivated_user_can_reset_the_password_but_not_log_in()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var ada = await ChatUser.RegisterAsync(chat.App.Url);
        await shop.ExpectAsync(204, "PUT", $"users/{ada.Id}/deactivated");
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);

        Assert.Equal(HttpStatusCode.OK, (await ResetAsync(http, await CodeAsync(ada.Id))).StatusCode);

        using var refused = await http.LogInAsync(ada.Login, NewPassword);
        await Problems.AssertAsync(refused, 403, "account_deactivated");
    }

    [Fact]
    public async Task Users_without_a_password_cannot_reset_it()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var user = await shop.ExpectAsync(201, "PUT", $"users/external/{Guid.NewGuid():N}", new { username = "Ada" });

        await shop.RefusedAsync(409, "managed_by_provider", "POST", $"users/{user["id"]}/password-reset");
        await shop.RefusedAsync(404, "user_not_found", "POST", "users/nobody/password-reset");
    }

    private static bool IsChangeOfLogin(Request request) =>
        request.Method == RequestMethod.Put && Uri.UnescapeDataString(request.Uri.Path).Contains("RowKey='login'", StringComparison.Ordinal);

    private async Task<string> CodeAsync(string userId)
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        return (string)(await shop.ExpectAsync(201, "POST", $"users/{userId}/password-reset"))["code"]!;
    }

    private static Task<HttpResponseMessage> ResetAsync(HttpClient http, string code) => http.PostAsJsonAsync("password-reset", new { code, newPassword = NewPassword });
}
