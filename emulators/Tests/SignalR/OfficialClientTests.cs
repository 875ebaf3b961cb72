using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;

namespace Emulators.Tests.SignalR;

/// <summary>Features that both official clients use, over each transport.</summary>
public sealed class OfficialClientTests(JavaScriptClients javaScript) : IClassFixture<JavaScriptClients>
{
    public static TheoryData<string, HttpTransportType> AllTransports { get; } =
        Each(HttpTransportType.WebSockets, HttpTransportType.ServerSentEvents, HttpTransportType.LongPolling);

    public static TheoryData<string, HttpTransportType> OtherTransportsThanWebSockets { get; } =
        Each(HttpTransportType.ServerSentEvents, HttpTransportType.LongPolling);

    [Theory, MemberData(nameof(AllTransports))]
    public async Task A_client_receives_messages_to_all_to_its_user_to_its_group_and_to_itself(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var ann = await ConnectAsync(server, language, transport, "u-ann");
        await using var bob = await ConnectAsync(server, language, transport, "u-bob");
        Assert.Equal(200, await server.StatusAsync("PUT", $"/api/hubs/chat/groups/room/connections/{ann.Id}"));

        await server.SendAsync("/api/hubs/chat/:send", "to all");
        await server.SendAsync("/api/hubs/chat/users/u-ann/:send", "to ann");
        await server.SendAsync("/api/hubs/chat/groups/room/:send", "to the room");
        await server.SendAsync($"/api/hubs/chat/connections/{ann.Id}/:send", "to the connection");
        await server.SendAsync("/api/hubs/chat/users/u-bob/:send", "to bob");

        foreach (string text in new[] { "to all", "to ann", "to the room", "to the connection" })
            Assert.Equal(text, await ann.NextTextAsync());
        foreach (string text in new[] { "to all", "to bob" })
            Assert.Equal(text, await bob.NextTextAsync());
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task An_excluded_connection_receives_nothing(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var ann = await ConnectAsync(server, language, transport, "u-ann");
        await using var bob = await ConnectAsync(server, language, transport, "u-bob");
        await using var eve = await ConnectAsync(server, language, transport, "u-eve");
        foreach (string user in new[] { "u-ann", "u-bob", "u-eve" })
            Assert.Equal(200, await server.StatusAsync("PUT", $"/api/hubs/chat/users/{user}/groups/room"));

        await server.SendAsync($"/api/hubs/chat/:send?excluded={ann.Id}&excluded={bob.Id}", "to eve alone");
        await server.SendAsync($"/api/hubs/chat/groups/room/:send?excluded={ann.Id}", "to all but ann");
        await server.SendAsync("/api/hubs/chat/:send", "to all");

        Assert.Equal("to all", await ann.NextTextAsync());
        Assert.Equal("to all but ann", await bob.NextTextAsync());
        Assert.Equal("to eve alone", await eve.NextTextAsync());
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task A_closed_client_learns_the_reason(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var ann = await ConnectAsync(server, language, transport);

        Assert.Equal(200, await server.StatusAsync("DELETE", $"/api/hubs/chat/connections/{ann.Id}?reason=maintenance"));

        Assert.EndsWith("maintenance", await ann.ClosedAsync(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task A_client_that_stops_is_disconnected(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var ann = await ConnectAsync(server, language, transport, "u-ann");
        Assert.Equal(200, await server.StatusAsync("HEAD", "/api/hubs/chat/users/u-ann"));

        await ann.StopAsync();

        await Eventually.TrueAsync(async () => await server.StatusAsync("HEAD", "/api/hubs/chat/users/u-ann") == 404);
        Assert.Equal(404, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{ann.Id}"));
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task A_client_with_a_forged_token_is_refused(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        string forged = TestToken.Create(
            new JsonObject { ["aud"] = server.ClientUrl().ToString(), ["exp"] = server.ExpiresIn(TimeSpan.FromHours(1)) }, new string('x', 44));

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(language, new ClientOptions(server.ClientUrl(), forged, transport)));

        Assert.Contains("401", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task Arguments_arrive_as_they_were_sent(string language, HttpTransportType transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var ann = await ConnectAsync(server, language, transport);
        const string argument = """[1.50,"é\u00e9 🚀 \"quoted\"",{"b":null,"a":[true,{}]},"2026-11-20T09:05:00.123Z",[]]""";

        using var answer = await server.CallAsync(
            "POST", "/api/hubs/chat/:send", new StringContent($$"""{"arguments":[{{argument}}],"target":"newMessage"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        string received = (await ann.NextAsync()).GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(argument), JsonNode.Parse(received)), received);
    }

    [Theory, MemberData(nameof(AllTransports))]
    public async Task A_client_invokes_upstream_and_gets_the_result(string language, HttpTransportType transport)
    {
        await using var upstream = await UpstreamListener.StartAsync((call, response) => JsonNode.Parse(call.Body)!["invocationId"] is { } id
            ? response.WriteAsync($$"""{"type":3,"invocationId":"{{id}}","result":"yes"}""")
            : Task.CompletedTask);
        await using var server = await SignalRServer.StartAsync(null, SignalRServer.UpstreamAt(upstream.Url));
        await using var ann = await ConnectAsync(server, language, transport, "u-ann");

        await ann.SendAsync("tell", "something");
        Assert.Equal("yes", await ann.InvokeAsync("ask", "really?"));

        Assert.Equal("connections/connected", (await upstream.NextAsync()).Name);
        foreach (var (name, argument) in new[] { ("messages/tell", "something"), ("messages/ask", "really?") })
        {
            var call = await upstream.NextAsync();
            Assert.Equal(name, call.Name);
            Assert.Equal(argument, (string?)JsonNode.Parse(call.Body)!["arguments"]![0]);
        }
    }

    [Theory, MemberData(nameof(OtherTransportsThanWebSockets))]
    public async Task Other_transports_than_WebSockets_end_with_their_token(string language, HttpTransportType transport)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        await using var server = await SignalRServer.StartAsync(time);
        await using var ann = await ConnectAsync(server, language, transport);

        time.Advance(TimeSpan.FromHours(1));

        await ann.ClosedAsync();
    }

    private static TheoryData<string, HttpTransportType> Each(params HttpTransportType[] transports)
    {
        var data = new TheoryData<string, HttpTransportType>();
        foreach (var transport in transports)
        {
            data.Add("JavaScript", transport);
            data.Add(".NET", transport);
        }
        return data;
    }

    private Task<IOfficialClient> ConnectAsync(SignalRServer server, string language, HttpTransportType transport, string? user = null) =>
        ConnectAsync(language, ClientOptions.For(server, user) with { Transport = transport });

    private async Task<IOfficialClient> ConnectAsync(string language, ClientOptions options) =>
        language == "JavaScript" ? await javaScript.ConnectAsync(options) : await DotNetClient.ConnectAsync(options);
}
