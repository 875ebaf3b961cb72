using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using SignalR.Service.Upstream;

namespace Emulators.Tests.SignalR;

public sealed class UpstreamTests
{
    [Fact]
    public void The_signature_is_the_keyed_hash_of_the_connection_id()
    {
        Assert.Equal(
            "sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee",
            UpstreamSignature.Of("connectionId123", Encoding.UTF8.GetBytes(TestToken.EmulatorKey)));
    }

    [Fact]
    public async Task The_upstream_gets_connected_messages_and_disconnected_in_this_order()
    {
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url + "?code=k"));
        await using var client = await DotNetClient.ConnectAsync(server, "ann");
        string id = client.Id;
        await client.SendAsync("first", "x");
        await client.Connection.SendAsync("second");
        await client.StopAsync();

        var connected = await upstream.NextAsync();
        var first = await upstream.NextAsync();
        var second = await upstream.NextAsync();
        var disconnected = await upstream.NextAsync();

        Assert.Equal(
            ["connections/connected", "messages/first", "messages/second", "connections/disconnected"],
            [connected.Name, first.Name, second.Name, disconnected.Name]);
        Assert.Equal("""{"type":10}""", connected.Body);
        Assert.Equal("""{"type":1,"target":"first","arguments":["x"]}""", first.Body);
        Assert.Equal("""{"type":11}""", disconnected.Body);
        Assert.All([connected, first, second, disconnected], call =>
        {
            Assert.Equal("/runtime/webhooks/signalr?code=k", call.Url);
            Assert.Equal("application/json", call.Headers["Content-Type"]);
            Assert.Equal(id, call.Headers["X-ASRS-Connection-Id"]);
            Assert.Equal("chat", call.Headers["X-ASRS-Hub"]);
            Assert.Equal("ann", call.Headers["X-ASRS-User-Id"]);
            Assert.Equal(UpstreamSignature.Of(id, Encoding.UTF8.GetBytes(TestToken.EmulatorKey)), call.Headers["X-ASRS-Signature"]);
        });
    }

    [Fact]
    public async Task The_upstream_gets_claims_and_query_but_no_secret()
    {
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        string token = server.ClientToken("änn\n", claims: new JsonObject { ["role"] = "owner", ["asrs.u.nameid"] = "own" });
        await using var client = await DotNetClient.ConnectAsync(new ClientOptions(new Uri(server.ClientUrl() + "&room=r%201"), token));

        var connected = await upstream.NextAsync();

        Assert.Equal("änn", connected.Headers["X-ASRS-User-Id"].Trim());
        var claims = connected.Headers["X-ASRS-User-Claims"].Split(", ");
        Assert.Contains("role: owner", claims);
        Assert.Contains("nameid: own", claims);
        Assert.Equal("?hub=chat&room=r%201", connected.Headers["X-ASRS-Client-Query"]);
        Assert.DoesNotContain(connected.Headers.Values, value => value.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upstream_that_is_down_does_not_affect_clients()
    {
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt($"http://127.0.0.1:{FreePort.Find()}/"));
        await using var client = await DotNetClient.ConnectAsync(server);

        var failure = await Assert.ThrowsAsync<HubException>(() => client.Connection.InvokeAsync("ask"));
        Assert.Equal("The upstream can't be reached.", failure.Message);
        await server.SendAsync("/api/hubs/chat/:send", "still here");
        Assert.Equal("still here", await client.NextTextAsync());
    }

    [Fact]
    public async Task A_failing_upstream_is_logged_once_in_30_seconds()
    {
        var time = new FakeTimeProvider();
        await using var upstream = await UpstreamListener.StartAsync((_, response) => Task.FromResult(response.StatusCode = 401));
        await using var server = await SignalRServer.StartAsync(time, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await DotNetClient.ConnectAsync(server);
        for (int i = 0; i < 3; i++) await CallAsync();
        Assert.Single(server.Warnings.Messages);

        time.Advance(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 3; i++) await CallAsync();

        Assert.Equal(2, server.Warnings.Messages.Count);
        Assert.All(server.Warnings.Messages, message => Assert.Contains("401", message, StringComparison.Ordinal));

        Task CallAsync() => Assert.ThrowsAsync<HubException>(() => client.Connection.InvokeAsync("ask"));
    }

    [Fact]
    public async Task Before_connected_is_answered_a_client_receives_messages_and_its_own_messages_wait()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await UpstreamListener.StartAsync((_, _) => release.Task);
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await DotNetClient.ConnectAsync(server);
        Assert.Equal("connections/connected", (await upstream.NextAsync()).Name);

        await client.SendAsync("tell", "something");
        for (int i = 0; i < 20; i++)
        {
            await server.SendAsync("/api/hubs/chat/:send", $"{i}");
            Assert.Equal($"{i}", await client.NextTextAsync());
        }
        Assert.False(upstream.HasMore);

        release.SetResult();
        Assert.Equal("messages/tell", (await upstream.NextAsync()).Name);
    }

    [Fact]
    public async Task The_disconnected_event_carries_the_error()
    {
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await ProtocolClient.ConnectAsync(server);
        await client.WriteAsync("not JSON");

        await upstream.NextAsync();
        var disconnected = await upstream.NextAsync();

        Assert.Equal("connections/disconnected", disconnected.Name);
        Assert.NotNull((string?)JsonNode.Parse(disconnected.Body)!["error"]);
    }

    [Fact]
    public async Task The_first_matching_template_is_used()
    {
        await using var upstream = await UpstreamListener.StartAsync();
        string root = new Uri(upstream.Url).GetLeftPart(UriPartial.Authority);
        await using var server = await SignalRServer.StartAsync(null,
            "--UpstreamSettings:Templates:0:HubPattern=other, OTHER2", SignalRServer.UpstreamAt($"{root}/never"),
            "--UpstreamSettings:Templates:1:CategoryPattern=messages", $"--UpstreamSettings:Templates:1:UrlTemplate={root}/{{hub}}/{{category}}/{{event}}",
            "--UpstreamSettings:Templates:2:EventPattern=disconnected,connected", $"--UpstreamSettings:Templates:2:UrlTemplate={root}/rest");
        await using var client = await DotNetClient.ConnectAsync(server);
        await client.SendAsync("a/b", "something");

        Assert.Equal("/rest", (await upstream.NextAsync()).Url);
        Assert.Equal("/chat/messages/a%2Fb", (await upstream.NextAsync()).Url);
    }
}
