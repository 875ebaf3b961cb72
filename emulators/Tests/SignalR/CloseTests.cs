namespace Emulators.Tests.SignalR;

public sealed class CloseTests
{
    [Theory]
    [InlineData("/api/hubs/chat/:closeConnections")]
    [InlineData("/api/hubs/chat/users/ann/:closeConnections")]
    [InlineData("/api/hubs/chat/groups/room/:closeConnections")]
    public async Task Closing_ends_the_connections_named_except_those_excluded(string path)
    {
        await using var server = await SignalRServer.StartAsync();
        await server.StatusAsync("PUT", "/api/hubs/chat/users/ann/groups/room");
        await using var closed = await DotNetClient.ConnectAsync(server, "ann");
        await using var excluded = await DotNetClient.ConnectAsync(server, "ann");
        await using var elsewhere = await DotNetClient.ConnectAsync(server, "ann", "other");

        Assert.Equal(204, await server.StatusAsync("POST", $"{path}?reason=Good%20night&excluded={excluded.Id}"));

        Assert.EndsWith("Good night", await closed.ClosedAsync(), StringComparison.Ordinal);
        Assert.Equal(404, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{closed.Id}"));
        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{excluded.Id}"));
        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/other/connections/{elsewhere.Id}"));
    }

    [Fact]
    public async Task A_message_sent_before_closing_arrives_before_the_close()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await ProtocolClient.ConnectAsync(server);

        for (int i = 0; i < 100; i++) await server.SendAsync("/api/hubs/chat/:send", $"{i}");
        Assert.Equal(200, await server.StatusAsync("DELETE", $"/api/hubs/chat/connections/{client.Id}"));

        for (int i = 0; i < 100; i++) Assert.Equal($"{i}", (await client.ReadAsync()).GetProperty("arguments")[0].GetString());
        Assert.Equal("""{"type":7,"allowReconnect":true}""", await client.ReadTextAsync());
        Assert.Equal("", await client.ReadTextAsync());
    }

    [Fact]
    public async Task A_service_that_stops_tells_all_its_connections_first()
    {
        await using var server = await SignalRServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ProtocolClient.ConnectAsync(server)));

        var stopping = Task.Run(server.StopAsync);

        foreach (var client in clients)
        {
            Assert.Equal("""{"type":7,"allowReconnect":true}""", await client.ReadTextAsync());
            await client.DisposeAsync();
        }
        await stopping;
    }
}
