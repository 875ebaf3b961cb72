using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Cli;

/// <summary>Sending to a server that fails.</summary>
public sealed class RetryTests
{
    private const string Rooms = """{"items":[{"id":"tea","name":"Tea","kind":"private","memberCount":1,"head":1,"myRole":"owner"}],"cursor":null}""";

    [Fact]
    public async Task A_send_is_retried_with_the_same_id_until_it_succeeds()
    {
        var tries = new ConcurrentQueue<JsonNode>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (context.Request.Method == "GET")
            {
                await context.Response.WriteAsync(Rooms);
                return;
            }

            tries.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
            switch (tries.Count)
            {
                case 1:
                    context.Response.StatusCode = 503;
                    break;
                case 2:
                    context.Response.StatusCode = 429;
                    context.Response.Headers.RetryAfter = "1";
                    break;
                case 3:
                    context.Abort();
                    break;
                default:
                    context.Response.StatusCode = 201;
                    await context.Response.WriteAsync("""{"seq":2,"type":"message","roomId":"tea"}""");
                    break;
            }
        });
        using var home = server.Home();

        var sent = await home.RunAsync("send", "Tea", "hello");

        Assert.True(sent.Code == 0, sent.ToString());
        Assert.Equal(4, tries.Count);
        Assert.Single(tries.Select(message => (string?)message["clientMessageId"]).Distinct(), id => id?.Length > 0);
    }

    [Fact]
    public async Task A_refused_request_is_not_retried()
    {
        var tries = 0;
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Method == "GET")
            {
                return context.Response.WriteAsync(Rooms);
            }

            Interlocked.Increment(ref tries);
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"status":403,"detail":"Readers only read.","code":"forbidden"}""");
        });
        using var home = server.Home();

        Assert.Equal("chat-cli: Readers only read. (forbidden)", (await home.RunAsync("send", "Tea", "hello")).Refused(1));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_server_that_is_no_chat_is_reported_in_one_line()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync("<html>\n<p>Welcome</p>\n</html>"));
        using var home = server.Home();

        Assert.Contains("Unexpected response", (await home.RunAsync("me")).Refused(3), StringComparison.Ordinal);
    }
}
