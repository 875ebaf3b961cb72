namespace Emulators.Tests.SignalR;

public sealed class FanOutTests
{
    private const int Clients = 16;
    private const int Messages = 50;

    [Fact]
    public async Task Every_connection_in_a_group_receives_every_message_in_order()
    {
        await using var server = await SignalRServer.StartAsync();
        await server.StatusAsync("PUT", "/api/hubs/chat/users/ann/groups/room");
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => DotNetClient.ConnectAsync(server, "ann")));
        string padding = new('x', 15_000);

        var receiving = clients.Select(async client =>
        {
            for (int i = 0; i < Messages; i++) Assert.Equal(padding + i, await client.NextTextAsync());
        }).ToList();
        for (int i = 0; i < Messages; i++) await server.SendAsync("/api/hubs/chat/groups/room/:send", padding + i);

        await Task.WhenAll(receiving);
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_does_not_delay_others()
    {
        await using var server = await SignalRServer.StartAsync(null, "--MaxOutgoingBytes=1048576");
        await using var stuck = await ProtocolClient.ConnectAsync(server, "ann");
        await using var reading = await DotNetClient.ConnectAsync(server, "bob");
        string text = new('x', 500_000);

        for (int i = 0; await server.StatusAsync("HEAD", "/api/hubs/chat/users/ann") == 200; i++)
        {
            // The buffers of the sockets and of the client add to the limit.
            Assert.True(i < 60, "The stuck client was never dropped.");
            await server.SendAsync("/api/hubs/chat/:send", text);
            Assert.Equal(text, await reading.NextTextAsync());
        }

        Assert.Equal(200, await server.StatusAsync("HEAD", "/api/hubs/chat/users/bob"));
        Assert.Contains(stuck.Id, Assert.Single(server.Warnings.Messages), StringComparison.Ordinal);
    }
}
