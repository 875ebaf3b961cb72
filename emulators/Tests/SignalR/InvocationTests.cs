using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Emulators.Tests.SignalR;

/// <summary>Invocations of clients in serverless mode, which the upstream completes. A connection's first invocation has the id 1.</summary>
public sealed class InvocationTests
{
    private const string NotACompletion = "The upstream's answer isn't this invocation's completion.";

    [Theory]
    [InlineData(200, """{"type":3,"invocationId":"1","result":{"a":1.0}}""", """{"a":1.0}""")]
    [InlineData(200, "", null)]
    [InlineData(204, "", null)]
    public async Task An_invocation_completes_with_the_upstreams_result(int status, string body, string? result)
    {
        await using var upstream = await UpstreamListener.StartAsync((call, response) => AnswerAsync(call, response, status, body));
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await DotNetClient.ConnectAsync(server);

        var answer = await client.Connection.InvokeAsync<JsonElement?>("ask");

        Assert.Equal(result, answer?.GetRawText());
    }

    [Theory]
    [InlineData(200, "{\"type\":3,\"invocationId\":\"1\",\"error\":\"no\"}\u001e", "no")]
    [InlineData(200, """{"type":3,"invocationId":"8"}""", NotACompletion)]
    [InlineData(200, """{"type":3,"invocationId":"\ud800"}""", NotACompletion)]
    [InlineData(200, "[1]", NotACompletion)]
    [InlineData(200, "oops", NotACompletion)]
    [InlineData(404, "", "The upstream answered with status code 404.")]
    [InlineData(500, "x", "The upstream answered with status code 500.")]
    public async Task An_invocation_fails_with_the_upstreams_error(int status, string body, string error)
    {
        await using var upstream = await UpstreamListener.StartAsync((call, response) => AnswerAsync(call, response, status, body));
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var client = await DotNetClient.ConnectAsync(server);

        var failure = await Assert.ThrowsAsync<HubException>(() => client.Connection.InvokeAsync("ask"));

        Assert.Equal(error, failure.Message);
    }

    [Fact]
    public async Task A_client_that_invokes_without_an_upstream_is_closed()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server);

        await client.SendAsync("tell", "something");

        Assert.Contains("No upstream", await client.ClosedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streaming_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server);

        var download = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (string? _ in client.Connection.StreamAsync<string?>("download"))
            {
                // No message arrives.
            }
        });
        var upload = await Assert.ThrowsAsync<HubException>(() => client.Connection.InvokeAsync("upload", AsyncEnumerable.Empty<string>()));

        Assert.Contains("Streaming", download.Message, StringComparison.Ordinal);
        Assert.Contains("Streaming", upload.Message, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(UpstreamCall call, HttpResponse response, int status, string body)
    {
        if (!call.Name.StartsWith("messages/", StringComparison.Ordinal)) return;
        response.StatusCode = status;
        if (body.Length > 0) await response.WriteAsync(body);
    }
}
