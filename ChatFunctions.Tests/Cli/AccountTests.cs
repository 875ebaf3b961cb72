using System.Net;
using System.Runtime.Versioning;

namespace ChatFunctions.Tests.Cli;

/// <summary>Accounts and stored sessions of the terminal client.</summary>
public sealed class AccountTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Registering_logs_in_and_stores_the_session_readable_by_its_owner_only()
    {
        using var home = new CliHome(chat.App.Url);
        var login = $"u{Guid.NewGuid():N}";

        var registered = await home.RunWithInputAsync($"{Password}\n", "register", login, "--username", "Ada L", "--password-stdin", "--json");

        Assert.True(registered.Code == 0, registered.ToString());
        Assert.Equal("Ada L", (string?)registered.Documents.Single()["username"]);
        Assert.DoesNotContain((string)home.Session["refreshToken"]!, registered.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.SessionPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home.SessionFolder));
        Assert.Equal(login, (string?)(await home.JsonAsync("me")).Single()["login"]);
    }

    [Fact]
    public async Task Logging_out_ends_the_session_locally_and_on_the_server()
    {
        using var user = await chat.NewUserAsync();
        using var home = new CliHome(chat.App.Url);
        var loggedIn = await home.RunWithInputAsync($"{ChatUser.Password}\n", "login", user.Login, "--password-stdin");
        Assert.True(loggedIn.Code == 0, loggedIn.ToString());
        var refreshToken = (string?)home.Session["refreshToken"];

        var loggedOut = await home.RunAsync("logout");

        Assert.True(loggedOut.Code == 0, loggedOut.ToString());
        Assert.Empty(home.Sessions());
        await user.RefusedAsync(401, "invalid_refresh_token", HttpMethod.Post, "refresh", new { refreshToken });
        Assert.Contains("not logged in", (await home.RunAsync("me")).Refused(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_blocked_listed_and_unblocked_by_name()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);

        Assert.Empty(await home.JsonAsync("block", bob.Login));
        Assert.Equal(bob.Id, (string?)Assert.Single(await home.JsonAsync("blocks"))["user"]!["id"]);
        Assert.Contains("(user_blocked)", (await home.RunAsync("direct", bob.Login, "hello")).Refused(1), StringComparison.Ordinal);
        Assert.Empty(await home.JsonAsync("unblock", bob.Login));

        Assert.Empty(await home.JsonAsync("blocks"));
    }

    [Fact]
    public async Task An_expired_access_token_is_refreshed_once_by_processes_that_need_it_at_the_same_time()
    {
        using var user = await chat.NewUserAsync();
        using var home = CliHome.Of(user);
        var session = home.Session;
        session["accessTokenExpiresAt"] = "2020-01-01T00:00:00.000Z";
        home.Session = session;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => home.RunAsync("me")));

        Assert.All(results, result => Assert.True(result.Code == 0, result.ToString()));
        await user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string?)home.Session["refreshToken"] });
    }

    [Fact]
    public async Task An_access_token_that_the_server_refuses_is_refreshed()
    {
        using var user = await chat.NewUserAsync();
        using var home = CliHome.Of(user);
        var session = home.Session;
        session["accessToken"] = "worn out";
        home.Session = session;

        Assert.Equal(user.Login, (string?)(await home.JsonAsync("me")).Single()["login"]);

        Assert.NotEqual((string?)user.Session["refreshToken"], (string?)home.Session["refreshToken"]);
    }

    [Fact]
    public async Task A_refresh_with_a_lost_response_is_repeated_by_the_next_process()
    {
        using var user = await chat.NewUserAsync();
        using var home = CliHome.Of(user);
        var session = home.Session;
        (session["accessToken"], session["attemptId"]) = ("worn out", "attempt-of-the-first");
        home.Session = session;
        var lost = await user.ExpectAsync(
            HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string?)session["refreshToken"], attemptId = "attempt-of-the-first" });

        Assert.Equal(user.Login, (string?)(await home.JsonAsync("me")).Single()["login"]);

        Assert.Equal((string?)lost["refreshToken"], (string?)home.Session["refreshToken"]);
        Assert.NotEqual("attempt-of-the-first", (string?)home.Session["attemptId"]);
    }

    [Fact]
    public async Task A_session_that_the_server_has_ended_is_deleted()
    {
        using var user = await chat.NewUserAsync();
        await user.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        using var home = CliHome.Of(user);
        var session = home.Session;
        session["accessToken"] = "worn out";
        home.Session = session;

        Assert.Contains("Log in again", (await home.RunAsync("me")).Refused(1), StringComparison.Ordinal);

        Assert.Empty(home.Sessions());
    }

    [Fact]
    public async Task A_token_never_goes_to_another_server()
    {
        using var user = await chat.NewUserAsync();
        using var home = CliHome.Of(user);

        var elsewhere = await home.RunAsync("me", "--url", "http://127.0.0.1:1");

        Assert.Contains("not logged in", elsewhere.Refused(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_codes_distinguish_refusals_usage_errors_and_an_unreachable_server()
    {
        using var user = await chat.NewUserAsync();
        using var home = new CliHome(chat.App.Url);

        var refused = await home.RunWithInputAsync("wrong password\n", "login", user.Login, "--password-stdin");
        Assert.Contains("invalid_credentials", refused.Refused(1), StringComparison.Ordinal);

        var asArgument = await home.RunAsync("login", user.Login, "--password", ChatUser.Password);
        Assert.Equal((2, ""), (asArgument.Code, asArgument.Output));
        Assert.Contains("--password-stdin", (await home.RunAsync("login", user.Login)).Refused(2), StringComparison.Ordinal);

        var unreachable = await home.RunWithInputAsync("a password\n", "login", user.Login, "--password-stdin", "--url", "http://127.0.0.1:1");
        Assert.Contains("Can't reach", unreachable.Refused(3), StringComparison.Ordinal);
    }
}
