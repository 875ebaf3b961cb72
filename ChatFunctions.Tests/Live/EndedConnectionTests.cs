using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Live;
using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Cleanup;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

/// <summary>Sessions that end receive no more live messages.</summary>
public sealed class EndedConnectionTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>, IDisposable
{
    private readonly HttpClient _anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

    public void Dispose() => _anonymous.Dispose();

    [Theory]
    [InlineData("POST", "logout", null)]
    [InlineData("DELETE", "sessions/{id}", null)]
    [InlineData("PUT", "me/password", $$"""{"currentPassword":"{{ChatUser.Password}}","newPassword":"another horse battery"}""")]
    [InlineData("DELETE", "me", $$"""{"password":"{{ChatUser.Password}}"}""")]
    public async Task The_connection_of_an_ended_session_is_closed_and_cannot_reconnect_on_any_instance(string method, string path, string? body)
    {
        using var ended = await chat.NewUserAsync();
        using var other = await LoggedInAgainAsync(ended);
        await using var elsewhere = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(chat.Time));
        await using var live = await LiveConnection.OpenAsync(ended);
        var (url, token) = await NegotiatedAsync(ended);

        // Logging out ends the caller's own session; the other calls end another one.
        using var ending = await (path == "logout" ? ended : other).At(elsewhere.Url)
            .SendAsync(new HttpMethod(method), path.Replace("{id}", await SessionIdAsync(ended), StringComparison.Ordinal), body);

        Assert.True(ending.IsSuccessStatusCode);
        await live.ClosesAsync();
        await using var again = await LiveConnection.OpenAsync(url, token);
        await again.ClosesAsync();
    }

    [Fact]
    public async Task A_client_cannot_connect_without_a_session_or_with_the_session_of_another_user()
    {
        using var ada = await chat.NewUserAsync();
        using var other = await LoggedInAgainAsync(ada);
        var (url, token) = await NegotiatedAsync(ada);

        await using var nameless = await LiveConnection.OpenAsync(new Uri(url.AbsoluteUri.Split("&session=")[0]), token);
        await using var renamed = await LiveConnection.OpenAsync(
            new Uri(url.AbsoluteUri.Replace(await SessionIdAsync(ada), await SessionIdAsync(other), StringComparison.Ordinal)), token);

        await nameless.ClosesAsync();
        await renamed.ClosesAsync();
    }

    [Fact]
    public async Task Other_sessions_of_the_user_reconnect()
    {
        using var ada = await chat.NewUserAsync();
        using var other = await LoggedInAgainAsync(ada);
        var roomId = await ada.CreateRoomAsync("tea");
        await using var closed = await LiveConnection.OpenAsync(other);

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        await closed.ClosesAsync();

        await using var live = await chat.OpenInAsync(other, roomId);
        await live.ReceivesAsync(roomId, (long)(await other.SendMessageAsync(roomId, "still here"))["seq"]!);
        Assert.False(live.IsClosed);
    }

    [Fact]
    public async Task Logging_out_succeeds_while_SignalR_is_unreachable_and_the_cleanup_closes_the_connection()
    {
        using var ada = await chat.NewUserAsync();
        await using var live = await LiveConnection.OpenAsync(ada);
        await using var cutOff = await ChatInstance.StartAsync(
            chat.TablePrefix, $"Endpoint=http://127.0.0.1:{FreePort.Find()};AccessKey={SignalREmulator.AccessKey};Version=1.0;",
            replace: services => services.AddSingleton<TimeProvider>(chat.Time));

        await ada.At(cutOff.Url).ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        await cutOff.IdleAsync();
        await chat.App.CleanUpAgainAsync();
        Assert.False(live.IsClosed);

        chat.Time.Advance(TimeSpan.FromMinutes(2));
        await chat.App.CleanUpAgainAsync();

        await live.ClosesAsync();
        Assert.Equal(0, await chat.App.Services.GetRequiredService<EndedConnections>().ResumeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_user_goes_offline_when_the_last_online_session_ends()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var other = await LoggedInAgainAsync(ada);
        var roomId = await bob.CreateRoomAsync("tea", ada);
        await using var listener = await chat.OpenInAsync(bob, roomId);
        await other.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        await using var live = await LiveConnection.OpenAsync(ada);
        await Eventually.IsTrueAsync(async () => (await LeaseOf(ada))?.Connections.Count == 1);

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        await live.ClosesAsync();
        await chat.App.IdleAsync();
        await Eventually.IsTrueAsync(async () => (await LeaseOf(ada))?.Connections.IsEmpty == true);
        Assert.Equal([await SessionIdAsync(other)], (await LeaseOf(ada))!.Sessions.Keys);
        Assert.True((await LeaseOf(ada))!.IsOnline(chat.Time.GetUtcNow()));

        await using var last = await LiveConnection.OpenAsync(other);
        await Eventually.IsTrueAsync(async () => (await LeaseOf(ada))?.Connections.Count == 1);
        await other.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");

        await listener.ReceivesAsync(received => IsPresence(received, ada.Id, online: false));
        Assert.Equal([true, false], listener.Received.Where(received => IsPresence(received, ada.Id, online: null)).Select(received => (bool)received["arguments"]![0]!["online"]!));
        Assert.Null(await LeaseOf(ada));
    }

    private static bool IsPresence(JsonNode received, string userId, bool? online) =>
        (string?)received["target"] == "presence" && received["arguments"]![0]! is var change && (string?)change["userId"] == userId
        && (online is null || (bool?)change["online"] == online);

    private static async Task<(Uri Url, string Token)> NegotiatedAsync(ChatUser user)
    {
        var negotiated = await user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{user.Id}/negotiate");
        return (new Uri((string)negotiated["url"]!), (string)negotiated["accessToken"]!);
    }

    private static async Task<string> SessionIdAsync(ChatUser user) =>
        (string)(await user.GetAsync("sessions"))["items"]!.AsArray().Single(session => (bool)session!["current"]!)!["id"]!;

    private async Task<ChatUser> LoggedInAgainAsync(ChatUser user) => user.With(await _anonymous.LoggedInAsync(user.Login));

    private Task<Lease?> LeaseOf(ChatUser user) => chat.App.Services.GetRequiredService<LeaseStore>().FindAsync(user.Id, CancellationToken.None);
}
