using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Emulators.Tests.SignalR;

public sealed class InvocationTests
{
    [Theory]
    [InlineData(200, """{"type":3,"invocationId":"7","result":{"a":1.0}}""", """{"type":3,"invocationId":"7","result":{"a":1.0}}""")]
    [InlineData(200, "{\"type\":3,\"invocationId\":\"7\",\"error\":\"no\"}\u001e", """{"type":3,"invocationId":"7","error":"no"}""")]
    [InlineData(200, "", """{"type":3,"invocationId":"7"}""")]
    [InlineData(204, "", """{"type":3,"invocationId":"7"}""")]
    [InlineData(200, """{"type":3,"invocationId":"8"}""", """{"type":3,"invocationId":"7","error":"The upstream's answer isn't this invocation's completion."}""")]
    [InlineData(200, "[1]", """{"type":3,"invocationId":"7","error":"The upstream's answer isn't this invocation's completion."}""")]
    [InlineData(200, "oops", """{"type":3,"invocationId":"7","error":"The upstream's answer isn't this invocation's completion."}""")]
    [InlineData(404, "", """{"type":3,"invocationId":"7","error":"The upstream answered with status code 404."}""")]
    [InlineData(500, "x", """{"type":3,"invocationId":"7","error":"The upstream answered with status code 500."}""")]
    public async Task An_invocation_completes_with_what_the_upstream_answers(int status, string body, string completion)
    {
        await using var upstream = await UpstreamListener.StartAsync((call, response) => AnswerAsync(call, response, status, body));
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await RawClient.ConnectAsync(server);

        await client.SayAsync("""{"type":1,"invocationId":"7","target":"ask","arguments":[]}""");

        Assert.Equal(JsonNode.Parse(completion)!.ToJsonString(), JsonNode.Parse(await client.NextTextAsync())!.ToJsonString());
    }

    [Fact]
    public async Task The_official_client_gets_the_result_of_its_invocation()
    {
        await using var upstream = await UpstreamListener.StartAsync((call, response) =>
            AnswerAsync(call, response, 200, $$"""{"type":3,"invocationId":"{{JsonNode.Parse(call.Body)!["invocationId"]}}","result":"yes"}"""));
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var clients = await NodeClients.StartAsync();
        await clients.ConnectAsync("ann", server, "WebSockets");

        await clients.InvokeAsync("ann", "ask", "really?");

        Assert.Equal("yes", (await clients.NextAsync("ann", "result")).GetProperty("result").GetString());
    }

    [Theory, InlineData("WebSockets"), InlineData("ServerSentEvents"), InlineData("LongPolling")]
    public async Task Every_transport_carries_invocations(string transport)
    {
        await using var upstream = await UpstreamListener.StartAsync();
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var clients = await NodeClients.StartAsync();
        await clients.ConnectAsync("ann", server, transport, "u-ann");

        await clients.SendAsync("ann", "tell", "something");

        Assert.Equal("connections/connected", (await upstream.NextAsync()).Name);
        var told = await upstream.NextAsync();
        Assert.Equal("messages/tell", told.Name);
        Assert.Equal("something", (string?)JsonNode.Parse(told.Body)!["arguments"]![0]);
    }

    [Fact]
    public async Task A_client_that_invokes_where_nothing_listens_is_closed()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        await client.SayAsync("""{"type":1,"target":"tell","arguments":[]}""");

        Assert.Equal(7, (await client.NextAsync()).GetProperty("type").GetInt32());
        Assert.Equal("", await client.NextTextAsync());
    }

    [Theory]
    [InlineData("""{"type":4,"invocationId":"7","target":"stream","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"7","target":"upload","arguments":[],"streamIds":["1"]}""")]
    public async Task Streaming_is_refused(string invocation)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        await client.SayAsync(invocation);

        var completion = await client.NextAsync();
        Assert.Equal("7", completion.GetProperty("invocationId").GetString());
        Assert.Contains("Streaming", completion.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(UpstreamCall call, HttpResponse response, int status, string body)
    {
        if (!call.Name.StartsWith("messages/", StringComparison.Ordinal)) return;
        response.StatusCode = status;
        if (body.Length > 0) await response.WriteAsync(body);
    }
}
