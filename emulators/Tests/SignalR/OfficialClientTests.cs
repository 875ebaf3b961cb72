using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulators.Tests.SignalR;

public sealed class OfficialClientTests
{
    public static TheoryData<string> Transports => ["WebSockets", "ServerSentEvents", "LongPolling"];

    [Theory, MemberData(nameof(Transports))]
    public async Task A_client_hears_what_is_sent_to_all_to_its_user_to_its_group_and_to_itself(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        string ann = await clients.ConnectAsync("ann", server, transport, "u-ann");
        await clients.ConnectAsync("bob", server, transport, "u-bob");
        Assert.Equal(200, await server.StatusAsync("PUT", $"/api/hubs/chat/groups/room/connections/{ann}"));

        await server.SendAsync("/api/hubs/chat/:send", "to all");
        await server.SendAsync("/api/hubs/chat/users/u-ann/:send", "to ann");
        await server.SendAsync("/api/hubs/chat/groups/room/:send", "to the room");
        await server.SendAsync($"/api/hubs/chat/connections/{ann}/:send", "to the connection");
        await server.SendAsync("/api/hubs/chat/users/u-bob/:send", "to bob");

        foreach (string text in new[] { "to all", "to ann", "to the room", "to the connection" })
            Assert.Equal(text, await clients.HearAsync("ann"));
        foreach (string text in new[] { "to all", "to bob" })
            Assert.Equal(text, await clients.HearAsync("bob"));
    }

    [Theory, MemberData(nameof(Transports))]
    public async Task An_excluded_connection_hears_nothing(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        string ann = await clients.ConnectAsync("ann", server, transport, "u-ann");
        string bob = await clients.ConnectAsync("bob", server, transport, "u-bob");
        await clients.ConnectAsync("eve", server, transport, "u-eve");
        foreach (string user in new[] { "u-ann", "u-bob", "u-eve" })
            Assert.Equal(200, await server.StatusAsync("PUT", $"/api/hubs/chat/users/{user}/groups/room"));

        await server.SendAsync($"/api/hubs/chat/:send?excluded={ann}&excluded={bob}", "to eve alone");
        await server.SendAsync($"/api/hubs/chat/groups/room/:send?excluded={ann}", "to all but ann");
        await server.SendAsync("/api/hubs/chat/:send", "to all");

        Assert.Equal("to all", await clients.HearAsync("ann"));
        Assert.Equal("to all but ann", await clients.HearAsync("bob"));
        Assert.Equal("to eve alone", await clients.HearAsync("eve"));
    }

    [Theory, MemberData(nameof(Transports))]
    public async Task A_closed_client_learns_the_reason(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        string ann = await clients.ConnectAsync("ann", server, transport);

        Assert.Equal(200, await server.StatusAsync("DELETE", $"/api/hubs/chat/connections/{ann}?reason=maintenance"));

        string? error = (await clients.NextAsync("ann", "closed")).GetProperty("error").GetString();
        Assert.EndsWith("maintenance", error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Transports))]
    public async Task A_client_that_stops_is_gone(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        string ann = await clients.ConnectAsync("ann", server, transport, "u-ann");
        Assert.Equal(200, await server.StatusAsync("HEAD", "/api/hubs/chat/users/u-ann"));

        await clients.StopAsync("ann");

        await Eventually.TrueAsync(async () => await server.StatusAsync("HEAD", "/api/hubs/chat/users/u-ann") == 404);
        Assert.Equal(404, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{ann}"));
    }

    [Theory, MemberData(nameof(Transports))]
    public async Task A_client_with_a_forged_token_is_refused(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        string forged = TestToken.Create(
            new JsonObject { ["aud"] = server.ClientUrl().ToString(), ["exp"] = server.ExpiresIn(TimeSpan.FromHours(1)) }, new string('x', 44));

        await clients.StartConnectingAsync("eve", server.ClientUrl(), forged, transport);

        Assert.Contains("401", (await clients.NextAsync("eve", "refused")).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Transports))]
    public async Task Arguments_arrive_as_they_were_sent(string transport)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        await clients.ConnectAsync("ann", server, transport);
        const string arguments = """[1.50,"é\u00e9 🚀 \"quoted\"",{"b":null,"a":[true,{}]},"2026-11-20T09:05:00.123Z",[]]""";

        using var answer = await server.CallAsync(
            "POST", "/api/hubs/chat/:send", new StringContent($$"""{"arguments":{{arguments}},"target":"newMessage"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var heard = (await clients.NextAsync("ann", "message")).GetProperty("arguments");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(arguments), JsonNode.Parse(heard.GetRawText())), heard.GetRawText());
    }

    [Fact]
    public async Task Clients_of_another_hub_hear_nothing()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var clients = await NodeClients.StartAsync();
        await clients.StartConnectingAsync("ann", server.ClientUrl("Other"), server.ClientToken("u-ann", "other"), "WebSockets");
        await clients.NextAsync("ann", "connected");

        await server.SendAsync("/api/hubs/chat/users/u-ann/:send", "to chat");
        await server.SendAsync("/api/hubs/OTHER/users/u-ann/:send", "to other");

        Assert.Equal("to other", await clients.HearAsync("ann"));
    }
}
