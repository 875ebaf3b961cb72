namespace Emulators.Tests.SignalR;

public sealed class CloseTests
{
    [Theory]
    [InlineData("/api/hubs/chat/:closeConnections")]
    [InlineData("/api/hubs/chat/users/ann/:closeConnections")]
    [InlineData("/api/hubs/chat/groups/room/:closeConnections")]
    public async Task Closing_ends_the_connections_that_are_meant_and_are_not_excluded(string path)
    {
        await using var server = await SignalRServer.StartAsync();
        await server.StatusAsync("PUT", "/api/hubs/chat/users/ann/groups/room");
        await using var closed = await RawClient.ConnectAsync(server, "ann");
        await using var excluded = await RawClient.ConnectAsync(server, "ann");
        await using var elsewhere = await RawClient.ConnectAsync(server, "ann", "other");

        Assert.Equal(204, await server.StatusAsync("POST", $"{path}?reason=Good%20night&excluded={excluded.Id}"));

        Assert.Equal("""{"type":7,"error":"Good night","allowReconnect":true}""", await closed.NextTextAsync());
        Assert.Equal("", await closed.NextTextAsync());
        Assert.Equal(404, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{closed.Id}"));
        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/chat/connections/{excluded.Id}"));
        Assert.Equal(200, await server.StatusAsync("HEAD", $"/api/hubs/other/connections/{elsewhere.Id}"));
    }

    [Fact]
    public async Task What_was_sent_before_closing_arrives_before_it()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        for (int i = 0; i < 100; i++) await server.SendAsync("/api/hubs/chat/:send", $"{i}");
        Assert.Equal(200, await server.StatusAsync("DELETE", $"/api/hubs/chat/connections/{client.Id}"));

        for (int i = 0; i < 100; i++) Assert.Equal($"{i}", await client.HearAsync());
        Assert.Equal("""{"type":7,"allowReconnect":true}""", await client.NextTextAsync());
    }

    [Fact]
    public async Task A_service_that_stops_tells_all_its_connections_first()
    {
        await using var server = await SignalRServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RawClient.ConnectAsync(server)));

        var stopping = Task.Run(server.StopAsync);

        foreach (var client in clients)
        {
            Assert.Equal("""{"type":7,"allowReconnect":true}""", await client.NextTextAsync());
            await client.DisposeAsync();
        }
        await stopping;
    }
}
