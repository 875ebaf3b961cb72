namespace Emulators.Tests.SignalR;

public sealed class GroupTests
{
    private const string AnnInRoom = "/api/hubs/chat/users/ann/groups/room";
    private const string SendToRoom = "/api/hubs/chat/groups/room/:send";
    private const string SendToAll = "/api/hubs/chat/:send";

    [Fact]
    public async Task A_user_joins_with_the_connections_it_has_and_those_it_opens_later()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var first = await DotNetClient.ConnectAsync(server, "ann");
        Assert.Equal(200, await server.StatusAsync("PUT", AnnInRoom));
        await using var second = await DotNetClient.ConnectAsync(server, "ann");
        await using var other = await DotNetClient.ConnectAsync(server, "bob");

        await server.SendAsync(SendToRoom, "to the room");
        await server.SendAsync(SendToAll, "to all");

        foreach (var client in new[] { first, second })
        {
            Assert.Equal("to the room", await client.NextTextAsync());
            Assert.Equal("to all", await client.NextTextAsync());
        }
        Assert.Equal("to all", await other.NextTextAsync());
    }

    [Fact]
    public async Task Connections_join_within_the_ttl_and_not_after_it()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await server.StatusAsync("PUT", AnnInRoom + "?ttl=60");

        time.Advance(TimeSpan.FromSeconds(59));
        await using var within = await DotNetClient.ConnectAsync(server, "ann");
        time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await DotNetClient.ConnectAsync(server, "ann");
        await server.SendAsync(SendToRoom, "to the room");
        await server.SendAsync(SendToAll, "to all");

        Assert.Equal("to the room", await within.NextTextAsync());
        Assert.Equal("to all", await after.NextTextAsync());
    }

    [Fact]
    public async Task Adding_a_user_again_renews_its_ttl()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);

        await server.StatusAsync("PUT", AnnInRoom + "?ttl=60");
        time.Advance(TimeSpan.FromSeconds(50));
        await server.StatusAsync("PUT", AnnInRoom + "?ttl=60");
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, await server.StatusAsync("HEAD", AnnInRoom));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(404, await server.StatusAsync("HEAD", AnnInRoom));
    }

    [Fact]
    public async Task Without_a_ttl_a_user_stays_until_it_is_removed()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        await server.StatusAsync("PUT", AnnInRoom);

        time.Advance(TimeSpan.FromDays(365));

        Assert.Equal(200, await server.StatusAsync("HEAD", AnnInRoom));
    }

    [Fact]
    public async Task A_ttl_of_zero_adds_only_the_connections_that_are_there()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var present = await DotNetClient.ConnectAsync(server, "ann");
        await server.StatusAsync("PUT", AnnInRoom + "?ttl=0");
        await using var later = await DotNetClient.ConnectAsync(server, "ann");

        await server.SendAsync(SendToRoom, "to the room");
        await server.SendAsync(SendToAll, "to all");

        Assert.Equal("to the room", await present.NextTextAsync());
        Assert.Equal("to all", await later.NextTextAsync());
    }

    [Theory, InlineData(AnnInRoom), InlineData("/api/hubs/chat/users/ann/groups")]
    public async Task A_removed_user_leaves_with_the_connections_it_has_and_those_it_opens_later(string removal)
    {
        await using var server = await SignalRServer.StartAsync();
        await server.StatusAsync("PUT", AnnInRoom);
        await using var present = await DotNetClient.ConnectAsync(server, "ann");

        Assert.Equal(204, await server.StatusAsync("DELETE", removal));
        await using var later = await DotNetClient.ConnectAsync(server, "ann");
        await server.SendAsync(SendToRoom, "to the room");
        await server.SendAsync(SendToAll, "to all");

        Assert.Equal("to all", await present.NextTextAsync());
        Assert.Equal("to all", await later.NextTextAsync());
    }

    [Fact]
    public async Task A_connections_own_membership_ends_with_it()
    {
        await using var server = await SignalRServer.StartAsync();
        var client = await DotNetClient.ConnectAsync(server, "ann");
        await server.StatusAsync("PUT", $"/api/hubs/chat/groups/room/connections/{client.Id}");
        Assert.Equal(200, await server.StatusAsync("HEAD", "/api/hubs/chat/groups/room"));

        await client.DisposeAsync();

        await Eventually.TrueAsync(async () => await server.StatusAsync("HEAD", "/api/hubs/chat/groups/room") == 404);
        await using var again = await DotNetClient.ConnectAsync(server, "ann");
        Assert.Equal(404, await server.StatusAsync("HEAD", AnnInRoom));
    }

    [Fact]
    public async Task A_connection_that_is_in_a_group_twice_receives_a_message_once()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server, "ann");
        await server.StatusAsync("PUT", AnnInRoom);
        await server.StatusAsync("PUT", $"/api/hubs/chat/groups/room/connections/{client.Id}");

        await server.SendAsync(SendToRoom, "to the room");
        await server.SendAsync(SendToAll, "to all");

        Assert.Equal("to the room", await client.NextTextAsync());
        Assert.Equal("to all", await client.NextTextAsync());
    }

    [Theory, InlineData("Room"), InlineData("r%C3%A4um%20%2F%20%F0%9F%9A%80"), InlineData("a%3Ab%3Fc")]
    public async Task Names_of_users_and_groups_may_contain_any_characters(string name)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server, Uri.UnescapeDataString(name));
        await server.StatusAsync("PUT", $"/api/hubs/chat/users/{name}/groups/{name}");

        await server.SendAsync($"/api/hubs/chat/groups/{name.ToUpperInvariant()}x/:send", "to another group");
        await server.SendAsync($"/api/hubs/chat/groups/{name}/:send", "to the group");
        await server.SendAsync($"/api/hubs/chat/users/{name}/:send", "to the user");

        Assert.Equal("to the group", await client.NextTextAsync());
        Assert.Equal("to the user", await client.NextTextAsync());
    }

    [Fact]
    public async Task Hubs_of_applications_are_separate_and_hub_names_are_case_insensitive()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var plain = await DotNetClient.ConnectAsync(server, "ann");
        await using var applications = await DotNetClient.ConnectAsync(server, "ann", "app_chat");

        await server.SendAsync("/api/hubs/CHAT/users/ann/:send", "to the hub");
        await server.SendAsync("/api/hubs/Chat/users/ann/:send?application=App", "to the application's");

        Assert.Equal("to the hub", await plain.NextTextAsync());
        Assert.Equal("to the application's", await applications.NextTextAsync());
    }
}
