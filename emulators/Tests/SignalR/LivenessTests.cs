using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulators.Tests.SignalR;

public sealed class LivenessTests
{
    private const string Ping = """{"type":6}""";

    [Fact]
    public async Task An_idle_client_is_pinged_every_15_seconds()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var client = await ProtocolClient.ConnectAsync(server);

        time.Advance(TimeSpan.FromSeconds(14));
        await server.SendAsync("/api/hubs/chat/:send", "not a ping");
        Assert.Equal("not a ping", (await client.ReadAsync()).GetProperty("arguments")[0].GetString());
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(Ping, await client.ReadTextAsync());
    }

    [Fact]
    public async Task A_client_that_is_silent_for_30_seconds_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var silent = await DotNetClient.ConnectAsync(server);

        var closed = silent.ClosedAsync();
        // The service may not yet watch the connection.
        while (!closed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(10);
        }

        Assert.Contains("silent", await closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_pings_is_kept()
    {
        var time = new FakeTimeProvider();
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(time, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await ProtocolClient.ConnectAsync(server);
        await upstream.NextAsync();

        for (int i = 0; i < 2; i++)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(Ping, await client.ReadTextAsync());
            // When the upstream has received the message, the service has read the preceding ping.
            await client.WriteAsync(Ping);
            await client.WriteAsync("""{"type":1,"target":"tell","arguments":[]}""");
            await upstream.NextAsync();
        }

        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{client.Id}"));
    }

    [Fact]
    public async Task A_client_without_a_handshake_within_15_seconds_is_refused()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var client = await ProtocolClient.OpenAsync(server);

        var answer = client.ReadTextAsync();
        // The service may not yet wait.
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.Equal("""{"error":"The handshake took too long."}""", await answer);
        Assert.Equal("", await client.ReadTextAsync());
    }

    [Theory]
    [InlineData("""{"protocol":"messagepack","version":1}""", "The protocol 'messagepack' is not supported.")]
    [InlineData("""{"protocol":"json","version":2}""", "The server does not support version 2 of the 'json' protocol.")]
    public async Task Another_protocol_is_refused(string handshake, string error)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await ProtocolClient.OpenAsync(server);

        await client.WriteAsync(handshake);

        Assert.Equal(error, (await client.ReadAsync()).GetProperty("error").GetString());
        Assert.Equal("", await client.ReadTextAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_WebSocket_stays_open_after_its_token_expires_unless_a_claim_closes_it(bool withTime)
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await using var plain = await DotNetClient.ConnectAsync(new ClientOptions(server.ClientUrl(), server.ClientToken(lifetime: TimeSpan.FromSeconds(10))));
        var claims = new JsonObject { ["asrs.s.coae"] = "true" };
        if (withTime) claims["asrs.s.aeo"] = $"{server.ExpiresIn(TimeSpan.FromSeconds(10))}";
        string token = server.ClientToken(lifetime: withTime ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(10), claims: claims);
        await using var closing = await DotNetClient.ConnectAsync(new ClientOptions(server.ClientUrl(), token));

        time.Advance(TimeSpan.FromSeconds(11));

        Assert.EndsWith("The access token has expired.", await closing.ClosedAsync(), StringComparison.Ordinal);
        await server.SendAsync("/api/hubs/chat/:send", "still here");
        Assert.Equal("still here", await plain.NextTextAsync());
    }

    [Fact]
    public async Task A_negotiated_connection_that_is_not_used_is_forgotten()
    {
        await using var server = await SignalRServer.StartAsync(null, "--NegotiationTimeout=00:00:00.1");
        string token = server.ClientToken();
        using var negotiation = await server.CallAsync("POST", "/client/negotiate?hub=chat&negotiateVersion=1", token);
        string id = (await negotiation.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString()!;

        await Eventually.TrueAsync(async () =>
        {
            using var answer = await server.CallAsync("POST", $"/client/?hub=chat&id={id}", token);
            return answer.StatusCode == HttpStatusCode.NotFound;
        });
    }
}
