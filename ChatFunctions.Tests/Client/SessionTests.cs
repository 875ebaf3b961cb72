using System.Net;
using ChatFunctions.Client;

namespace ChatFunctions.Tests.Client;

public sealed class SessionTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Concurrent_calls_with_an_expired_access_token_make_one_refresh()
    {
        var (network, sessions) = (new Network(), new InMemorySessionStore());
        var (ada, user) = await RegisterAsync(network, sessions);
        await ExpireAsync(sessions);

        var mes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ada.GetMeAsync()));

        Assert.All(mes, me => Assert.Equal(user.Id, me.Id));
        Assert.Single(network.Requests, "POST /api/refresh");
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task An_access_token_that_the_server_refuses_is_refreshed()
    {
        var (network, sessions) = (new Network(), new InMemorySessionStore());
        var (ada, user) = await RegisterAsync(network, sessions);
        await sessions.WriteAsync(await ReadAsync(sessions) with { AccessToken = "refused" }, CancellationToken.None);

        Assert.Equal(user.Id, (await ada.GetMeAsync()).Id);

        Assert.NotEqual("refused", (await ReadAsync(sessions)).AccessToken);
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task A_refresh_with_a_lost_response_is_repeated_with_the_same_attempt_id()
    {
        var lost = 0;
        var network = new Network((request, _) =>
            request.RequestUri!.AbsolutePath == "/api/refresh" && Interlocked.Increment(ref lost) == 1 ? Loss.Answer : Loss.None);
        var sessions = new InMemorySessionStore();
        var (ada, user) = await RegisterAsync(network, sessions);
        await ExpireAsync(sessions);

        Assert.Equal(user.Id, (await ada.GetMeAsync()).Id);
        await ExpireAsync(sessions);
        Assert.Equal(user.Id, (await ada.GetMeAsync()).Id);

        Assert.Equal(3, network.Requests.Count(request => request == "POST /api/refresh"));
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task An_ended_session_ends_calls_and_enumerations()
    {
        var sessions = new InMemorySessionStore();
        var (ada, _) = await RegisterAsync(new Network(), sessions);
        var room = await ada.CreateRoomAsync("Tea");
        using (var user = ChatUser.Of(chat.App.Url, System.Text.Json.Nodes.JsonNode.Parse($$"""{"accessToken":"{{(await ReadAsync(sessions)).AccessToken}}"}""")!))
        {
            await user.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        }

        await ExpireAsync(sessions);

        var events = await Assert.ThrowsAsync<ChatApiException>(() => ada.EventsAsync(room.Id, 0).ReadUntilAsync(_ => false));
        Assert.Equal((401, ChatApiException.SessionEnded), (events.StatusCode, events.Code));
        var me = await Assert.ThrowsAsync<ChatApiException>(() => ada.GetMeAsync());
        Assert.Equal(ChatApiException.SessionEnded, me.Code);
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task Logging_out_ends_the_session_on_the_server()
    {
        var sessions = new InMemorySessionStore();
        var (ada, user) = await TestClient.RegisterAsync(chat.App.Url, options => options.Sessions = sessions);
        var ended = await ReadAsync(sessions);

        await ada.LogOutAsync();

        Assert.Equal(ChatApiException.NotLoggedIn, (await Assert.ThrowsAsync<ChatApiException>(() => ada.GetMeAsync())).Code);
        await sessions.WriteAsync(ended with { AccessTokenExpiresAt = default }, CancellationToken.None);
        Assert.Equal(ChatApiException.SessionEnded, (await Assert.ThrowsAsync<ChatApiException>(() => ada.GetMeAsync())).Code);
        Assert.Equal(user.Id, (await ada.LogInAsync(user.Login!, ChatUser.Password)).Id);
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task Access_tokens_can_come_from_the_caller()
    {
        using var ada = await chat.NewUserAsync();
        var asked = 0;
        await using var client = TestClient.Create(chat.App.Url, options => options.AccessToken = _ =>
            new(Interlocked.Increment(ref asked) == 1 ? "refused" : (string)ada.Session["accessToken"]!));
        var room = await ada.CreateRoomAsync("Tea");

        Assert.Equal(ada.Id, (await client.GetMeAsync()).Id);
        Assert.Equal(2, asked);
        Assert.Single(await client.EventsAsync(room, 0).ReadUntilAsync(_ => true));
    }

    private Task<(ChatClient Chat, User User)> RegisterAsync(Network network, InMemorySessionStore sessions) =>
        TestClient.RegisterAsync(chat.App.Url, options => (options.Sessions, options.HandlerFactory) = (sessions, network.CreateHandler));

    private static async Task<Session> ReadAsync(InMemorySessionStore sessions) => (await sessions.ReadAsync(CancellationToken.None))!;

    private static async Task ExpireAsync(InMemorySessionStore sessions) =>
        await sessions.WriteAsync(await ReadAsync(sessions) with { AccessTokenExpiresAt = DateTimeOffset.UnixEpoch }, CancellationToken.None);
}
