using System.Net;

namespace Emulators.Tests.SignalR;

public sealed class LivenessTests
{
    private const string Ping = """{"type":6}""";

    [Fact]
    public async Task A_client_that_hears_nothing_else_is_pinged_every_15_seconds()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var client = await RawClient.ConnectAsync(server);

        time.Advance(TimeSpan.FromSeconds(14));
        await server.SendAsync("/api/hubs/chat/:send", "not a ping");
        Assert.Equal("not a ping", await client.HearAsync());
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(Ping, await client.NextTextAsync());
    }

    [Fact]
    public async Task A_client_that_is_silent_for_30_seconds_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var silent = await RawClient.ConnectAsync(server);

        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(7, (await AfterPingsAsync(silent)).GetProperty("type").GetInt32());
        Assert.Equal("", await silent.NextTextAsync());
    }

    [Fact]
    public async Task A_client_that_pings_is_kept()
    {
        var time = new FakeTimeProvider();
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(time, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await RawClient.ConnectAsync(server);
        await upstream.NextAsync();

        for (int i = 0; i < 2; i++)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(Ping, await client.NextTextAsync());
            // The upstream's hearing of it shows that the ping before it has been read too.
            await client.SayAsync(Ping);
            await client.SayAsync("""{"type":1,"target":"tell","arguments":[]}""");
            await upstream.NextAsync();
        }

        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{client.Id}"));
    }

    [Fact]
    public async Task A_client_that_does_not_shake_hands_within_15_seconds_is_refused()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var client = await RawClient.OpenAsync(server.Url, server.ClientToken());

        var answer = client.NextTextAsync();
        // The service may not have begun to wait yet.
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.Equal("""{"error":"The handshake took too long."}""", await answer);
        Assert.Equal("", await client.NextTextAsync());
    }

    [Theory]
    [InlineData("""{"protocol":"messagepack","version":1}""", "The protocol 'messagepack' is not supported.")]
    [InlineData("""{"protocol":"json","version":2}""", "The server does not support version 2 of the 'json' protocol.")]
    public async Task Another_protocol_is_refused(string handshake, string error)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await RawClient.OpenAsync(server.Url, server.ClientToken());

        await client.SayAsync(handshake);

        Assert.Equal(error, (await client.NextAsync()).GetProperty("error").GetString());
        Assert.Equal("", await client.NextTextAsync());
    }

    [Theory, InlineData("ServerSentEvents"), InlineData("LongPolling")]
    public async Task Other_transports_than_WebSocket_end_with_their_token(string transport)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        await using var server = await SignalRServer.StartAsync(time);
        await using var clients = await NodeClients.StartAsync();
        await clients.ConnectAsync("ann", server, transport);

        time.Advance(TimeSpan.FromHours(1));

        await clients.NextAsync("ann", "closed");
    }

    [Fact]
    public async Task A_WebSocket_outlives_its_token_unless_that_asks_to_be_closed()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var plain = await RawClient.ConnectAsync(server);
        var claims = new System.Text.Json.Nodes.JsonObject
        {
            ["asrs.s.coae"] = "true",
            ["asrs.s.aeo"] = $"{server.ExpiresIn(TimeSpan.FromSeconds(10))}",
        };
        await using var closing = await RawClient.OpenAsync(server.Url, server.ClientToken(lifetime: TimeSpan.FromSeconds(10), claims: claims));
        await closing.ShakeHandsAsync();

        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("The access token has expired.", (await closing.NextAsync()).GetProperty("error").GetString());
        await server.SendAsync("/api/hubs/chat/:send", "still here");
        Assert.Equal("still here", await plain.HearAsync());
    }

    [Fact]
    public async Task A_negotiated_connection_that_is_not_used_is_forgotten()
    {
        await using var server = await SignalRServer.StartAsync(null, "--NegotiationTimeout=00:00:00.1");
        string token = server.ClientToken();
        string id = (await RawClient.NegotiateAsync(server.Url, token)).GetProperty("connectionToken").GetString()!;

        await Eventually.TrueAsync(async () =>
        {
            using var answer = await server.CallAsync("POST", $"/client/?hub=chat&id={id}", token);
            return answer.StatusCode == HttpStatusCode.NotFound;
        });
    }

    private static async Task<System.Text.Json.JsonElement> AfterPingsAsync(RawClient client)
    {
        while (true)
        {
            var next = await client.NextAsync();
            if (next.GetProperty("type").GetInt32() != 6) return next;
        }
    }
}
