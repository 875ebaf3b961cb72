using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Accounts;

public sealed class SessionTests(ChatFixture chat) : IClassFixture<ChatFixture>, IDisposable
{
    private readonly HttpClient _anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

    public void Dispose() => _anonymous.Dispose();

    [Fact]
    public async Task A_refresh_token_is_exchanged_for_the_next_one()
    {
        using var ada = await chat.NewUserAsync();

        var second = await _anonymous.RefreshedAsync(ada.Session);
        var third = await _anonymous.RefreshedAsync(second);

        Assert.Equal(3, new[] { ada.Session, second, third }.Select(session => (string?)session["refreshToken"]).Distinct().Count());
        Assert.Equal(ada.Id, (string?)third["user"]!["id"]);
        using var refreshed = ChatUser.ClientOf(chat.App.Url, (string?)third["accessToken"]);
        using var me = await refreshed.GetAsync("me");
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Fact]
    public async Task Using_a_refresh_token_twice_ends_the_session()
    {
        using var ada = await chat.NewUserAsync();
        var next = await _anonymous.RefreshedAsync(ada.Session);

        await _anonymous.AssertRefreshRefusedAsync((string?)ada.Session["refreshToken"]);
        await _anonymous.AssertRefreshRefusedAsync((string?)next["refreshToken"]);
        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "sessions");
    }

    [Fact]
    public async Task Using_a_much_older_refresh_token_ends_the_session()
    {
        using var ada = await chat.NewUserAsync();
        var latest = ada.Session;
        for (var i = 0; i < 3; i++)
        {
            latest = await _anonymous.RefreshedAsync(latest);
        }

        await _anonymous.AssertRefreshRefusedAsync((string?)ada.Session["refreshToken"]);
        await _anonymous.AssertRefreshRefusedAsync((string?)latest["refreshToken"]);
    }

    [Fact]
    public async Task Reuse_ends_no_other_session()
    {
        using var ada = await chat.NewUserAsync();
        var other = await _anonymous.LoggedInAsync(ada.Login);
        await _anonymous.RefreshedAsync(ada.Session);
        await _anonymous.AssertRefreshRefusedAsync((string?)ada.Session["refreshToken"]);

        await _anonymous.RefreshedAsync(other);
    }

    [Fact]
    public async Task A_refresh_repeated_with_the_same_attempt_id_returns_the_same_token()
    {
        using var ada = await chat.NewUserAsync();
        var (token, attempt) = ((string?)ada.Session["refreshToken"], Guid.NewGuid().ToString("N"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _anonymous.RefreshAsync(token, attempt)));
        using var late = await _anonymous.RefreshAsync(token, attempt);

        var next = Assert.Single((await Task.WhenAll(answers.Append(late).Select(NextAsync))).Distinct());
        Assert.NotEqual(token, next);
        using var after = await _anonymous.RefreshAsync(next, Guid.NewGuid().ToString("N"));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);

        static async Task<string> NextAsync(HttpResponseMessage answer)
        {
            using (answer)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["refreshToken"]!;
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another attempt id")]
    public async Task A_used_token_without_its_attempt_id_ends_the_session(string? attempt)
    {
        using var ada = await chat.NewUserAsync();
        var token = (string?)ada.Session["refreshToken"];
        using var first = await _anonymous.RefreshAsync(token, "the.attempts.own.id");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var second = await _anonymous.RefreshAsync(token, attempt?.Replace(' ', '.'));

        await Problems.AssertAsync(second, 401, "invalid_refresh_token");
        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "sessions");
    }

    [Fact]
    public async Task An_attempt_can_be_repeated_only_until_its_new_token_is_used()
    {
        using var ada = await chat.NewUserAsync();
        var (token, attempt) = ((string?)ada.Session["refreshToken"], Guid.NewGuid().ToString("N"));
        using var first = await _anonymous.RefreshAsync(token, attempt);
        await _anonymous.RefreshedAsync(JsonNode.Parse(await first.Content.ReadAsStringAsync())!);

        using var again = await _anonymous.RefreshAsync(token, attempt);

        await Problems.AssertAsync(again, 401, "invalid_refresh_token");
        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "sessions");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("an id with spaces in it")]
    public async Task An_attempt_id_that_could_be_guessed_is_refused(string attempt)
    {
        using var ada = await chat.NewUserAsync();

        using var refused = await _anonymous.RefreshAsync((string?)ada.Session["refreshToken"], attempt);

        Assert.NotNull((await Problems.AssertAsync(refused, 400, "validation_failed"))["errors"]!["attemptId"]);
        await _anonymous.RefreshedAsync(ada.Session);
    }

    [Fact]
    public async Task At_most_one_of_concurrent_refreshes_on_two_instances_succeeds()
    {
        await using var another = await chat.StartAnotherAsync();
        using var there = ChatUser.ClientOf(another.Url, token: null);
        for (var round = 0; round < 10; round++)
        {
            using var ada = await chat.NewUserAsync();
            var token = (string?)ada.Session["refreshToken"];

            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? _anonymous : there).RefreshAsync(token)));

            Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 0, 1);
            foreach (var lost in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            {
                await Problems.AssertAsync(lost, 401, "invalid_refresh_token");
            }

            Assert.Equal(0, await chat.App.Services.GetRequiredService<Sessions>().AllAsync(ada.Id, afterId: null, CancellationToken.None).CountAsync());
        }
    }

    [Theory]
    [InlineData((int)Fault.LostAfter)]
    [InlineData((int)Fault.FailedAfter)]
    [InlineData((int)Fault.Doubled)]
    public async Task A_rotation_that_the_storage_client_repeats_does_not_count_as_reuse(int fault)
    {
        var befell = 0;
        await using var another = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(
            request => IsRotation(request) && Interlocked.Exchange(ref befell, 1) == 0 ? (Fault)fault : Fault.None)));
        using var there = ChatUser.ClientOf(another.Url, token: null);
        using var ada = await chat.NewUserAsync();

        var next = await there.RefreshedAsync(ada.Session);

        Assert.Equal(1, befell);
        await _anonymous.RefreshedAsync(next);

        static bool IsRotation(Request request) => request.Method == RequestMethod.Put && request.Uri.Path.Contains("session", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a/b.c'd.e")]
    [InlineData("...")]
    public async Task An_invalid_refresh_token_is_refused(string token)
    {
        using var response = await _anonymous.RefreshAsync(token);
        await Problems.AssertAsync(response, token.Length == 0 ? 400 : 401, token.Length == 0 ? "validation_failed" : "invalid_refresh_token");
    }

    [Fact]
    public async Task A_refresh_token_without_a_session_is_not_logged_as_reuse()
    {
        using var logs = new CapturedLogs();
        await using var app = await chat.StartAnotherAsync(services => services.AddLogging(logging => logging.AddProvider(logs)));
        using var ada = await ChatUser.RegisterAsync(app.Url);
        using var anonymous = ChatUser.ClientOf(app.Url, token: null);
        var (foreign, used) = ($"{ada.Id}.{Guid.NewGuid():N}.{new string('A', 43)}", (string)ada.Session["refreshToken"]!);
        using var refused = await anonymous.RefreshAsync(foreign);
        using var first = await anonymous.RefreshAsync(used);
        using var second = await anonymous.RefreshAsync(used);

        var logged = await logs.WaitForAsync(line => line.Text.Contains("was reused", StringComparison.Ordinal));

        await Problems.AssertAsync(refused, 401, "invalid_refresh_token");
        Assert.Contains(used.Split('.')[1], logged.Text, StringComparison.Ordinal);
        Assert.Single(logs.Lines, line => line.Text.Contains("was reused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_lasts_thirty_days_from_its_last_refresh()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var there = ChatUser.ClientOf(app.Url, token: null);
        using var ada = await ChatUser.RegisterAsync(app.Url);

        time.Advance(TimeSpan.FromDays(29));
        var next = await there.RefreshedAsync(ada.Session);
        time.Advance(TimeSpan.FromDays(30));

        await there.AssertRefreshRefusedAsync((string?)next["refreshToken"]);
    }

    [Fact]
    public async Task Logging_out_ends_this_session_only()
    {
        using var ada = await chat.NewUserAsync();
        var other = await _anonymous.LoggedInAsync(ada.Login);

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");

        await _anonymous.AssertRefreshRefusedAsync((string?)ada.Session["refreshToken"]);
        await _anonymous.RefreshedAsync(other);
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
    }

    [Fact]
    public async Task Sessions_are_listed_with_their_times_and_the_current_one_is_marked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var there = ChatUser.ClientOf(app.Url, token: null);
        using var ada = await ChatUser.RegisterAsync(app.Url);
        time.Advance(TimeSpan.FromMinutes(2));
        await there.LoggedInAsync(ada.Login);
        time.Advance(TimeSpan.FromMinutes(3));
        await there.RefreshedAsync(ada.Session);

        var sessions = await SessionsAsync(ada);

        Assert.Equal([true, false], sessions.Select(session => (bool)session["current"]!));
        var start = (DateTimeOffset)sessions[0]["createdAt"]!;
        Assert.Equal(
            [(0, 5), (2, 2)],
            sessions.Select(session => (Minutes(session["createdAt"]!), Minutes(session["lastUsedAt"]!))));
        Assert.All(sessions, session => Assert.Equal(["createdAt", "current", "expiresAt", "id", "lastUsedAt"], session.AsObject().Select(field => field.Key).Order()));

        int Minutes(JsonNode at) => (int)Math.Round(((DateTimeOffset)at - start).TotalMinutes);
    }

    [Fact]
    public async Task Sessions_are_listed_in_pages()
    {
        using var ada = await chat.NewUserAsync();
        for (var i = 0; i < 4; i++)
        {
            await _anonymous.LoggedInAsync(ada.Login);
        }

        var (ids, cursor) = (new List<string?>(), "");
        do
        {
            var page = await ada.GetAsync($"sessions?limit=2&cursor={cursor}");
            Assert.InRange(page["items"]!.AsArray().Count, 1, 2);
            ids.AddRange(page["items"]!.AsArray().Select(session => (string?)session!["id"]));
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal((await SessionsAsync(ada)).Select(session => (string?)session["id"]), ids);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, "sessions?cursor=/");
    }

    [Fact]
    public async Task A_session_ended_by_another_session_cannot_be_refreshed()
    {
        using var ada = await chat.NewUserAsync();
        var other = await _anonymous.LoggedInAsync(ada.Login);
        var id = (string?)(await SessionsAsync(ada)).Single(session => !(bool)session["current"]!)["id"];

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"sessions/{id}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"sessions/{id}");

        await _anonymous.AssertRefreshRefusedAsync((string?)other["refreshToken"]);
        Assert.Single(await SessionsAsync(ada));
    }

    [Fact]
    public async Task A_user_cannot_end_sessions_of_others()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var id = (string?)(await SessionsAsync(ada)).Single()["id"];

        await eve.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"sessions/{id}");

        await _anonymous.RefreshedAsync(ada.Session);
    }

    [Theory]
    [InlineData("POST", "logout", null)]
    [InlineData("DELETE", "sessions/{id}", null)]
    [InlineData("PUT", "me/password", $$"""{"currentPassword":"{{ChatUser.Password}}","newPassword":"another horse battery"}""")]
    [InlineData("DELETE", "me", $$"""{"password":"{{ChatUser.Password}}"}""")]
    public async Task Access_tokens_of_an_ended_session_are_refused_within_ten_seconds_on_every_instance(string method, string path, string? body)
    {
        var time = new SteppedTimeProvider();
        await using var another = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var ended = await chat.NewUserAsync();
        using var other = ended.With(await _anonymous.LoggedInAsync(ended.Login));
        using var there = ended.At(another.Url);
        await there.GetAsync("me");
        var id = (string)(await SessionsAsync(ended)).Single(session => (bool)session["current"]!)["id"]!;

        // Logging out ends the caller's own session; the other calls end another one.
        using var ending = await (path == "logout" ? ended : other).SendAsync(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), body);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(ending.IsSuccessStatusCode);
        await ended.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        await there.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        await there.RefusedAsync(401, "unauthorized", HttpMethod.Post, $"users/{ended.Id}/negotiate");
        if (path != "me")
        {
            await other.GetAsync("me");
            await other.At(another.Url).GetAsync("me");
        }
    }

    [Fact]
    public async Task Requests_of_an_instance_share_one_read_of_the_ended_sessions()
    {
        var requests = new RequestCounter();
        var time = new SteppedTimeProvider();
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests).AddSingleton<TimeProvider>(time));
        using var ada = (await chat.NewUserAsync()).At(app.Url);
        await ada.GetAsync("me");
        Assert.Equal(1, requests.EndedSessionReads);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.GetAsync("me")));
        Assert.Equal(1, requests.EndedSessionReads);

        time.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.GetAsync("me")));
        Assert.Equal(2, requests.EndedSessionReads);
    }

    [Fact]
    public async Task A_user_cannot_end_access_tokens_of_others()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var id = (string?)(await SessionsAsync(ada)).Single()["id"];

        await eve.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"sessions/{id}");

        await ada.GetAsync("me");
    }

    private static async Task<JsonNode[]> SessionsAsync(ChatUser user) => [.. (await user.GetAsync("sessions"))["items"]!.AsArray().OfType<JsonNode>()];
}
