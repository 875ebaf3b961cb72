using System.Net.Http.Json;
using System.Text.Json;

namespace Emulators.Tests.SignalR;

/// <summary>The documented status of every operation, in both families of paths, with and without a recipient.</summary>
public sealed class RestStatusTests
{
    private const string Message = """{"target":"newMessage","arguments":["hello"]}""";

    public static TheoryData<string> Families => ["/api/hubs/chat", "/api/v1/hubs/chat"];

    [Theory, MemberData(nameof(Families))]
    public async Task Sending_is_accepted_with_and_without_recipients(string hub)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server, "ann");

        foreach (string form in new[] { "", "/:send" })
        {
            Assert.Equal(202, await server.StatusAsync("POST", $"{hub}{form}", Message));
            foreach (string user in new[] { "ann", "nobody" })
                Assert.Equal(202, await server.StatusAsync("POST", $"{hub}/users/{user}{form}", Message));
            foreach (string id in new[] { client.Id, "none" })
                Assert.Equal(202, await server.StatusAsync("POST", $"{hub}/connections/{id}{form}", Message));
            Assert.Equal(202, await server.StatusAsync("POST", $"{hub}/groups/nowhere{form}", Message));
        }
        for (int received = 0; received < 6; received++) Assert.Equal("hello", await client.NextTextAsync());
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Existence_is_200_or_404_with_a_code(string hub)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server, "ann");
        await server.StatusAsync("PUT", $"{hub}/users/ann/groups/room");

        foreach (string method in new[] { "HEAD", "GET" })
        {
            foreach (string path in new[] { $"connections/{client.Id}", "users/ann", "groups/room", "users/ann/groups/room", "groups/room/users/ann" })
                Assert.Equal(200, await server.StatusAsync(method, $"{hub}/{path}"));
            await AssertNotFoundAsync(server, method, $"{hub}/connections/none", "Warning.Connection.NotExisted");
            await AssertNotFoundAsync(server, method, $"{hub}/users/nobody", "Warning.User.NotExisted");
            await AssertNotFoundAsync(server, method, $"{hub}/groups/nowhere", "Warning.Group.NotExisted");
            await AssertNotFoundAsync(server, method, $"{hub}/users/nobody/groups/room", "Info.User.NotInGroup");
            await AssertNotFoundAsync(server, method, $"{hub}/groups/nowhere/users/ann", "Info.User.NotInGroup");
        }
    }

    [Theory, MemberData(nameof(Families))]
    public async Task A_connection_enters_and_leaves_groups(string hub)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server);

        foreach (string path in new[] { $"{hub}/groups/room/connections/{client.Id}", $"{hub}/connections/{client.Id}/groups/room" })
        {
            Assert.Equal(200, await server.StatusAsync("PUT", path));
            Assert.Equal(200, await server.StatusAsync("HEAD", $"{hub}/groups/room"));
            Assert.Equal(200, await server.StatusAsync("DELETE", path));
            Assert.Equal(404, await server.StatusAsync("HEAD", $"{hub}/groups/room"));
        }
        await AssertNotFoundAsync(server, "PUT", $"{hub}/groups/room/connections/none", "Error.Connection.NotExisted");
        await AssertNotFoundAsync(server, "DELETE", $"{hub}/groups/room/connections/none", "Error.Connection.NotExisted");
    }

    [Theory, MemberData(nameof(Families))]
    public async Task A_connection_leaves_all_groups_with_one_call(string hub)
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server);
        foreach (string group in new[] { "one", "two" })
            Assert.Equal(200, await server.StatusAsync("PUT", $"{hub}/groups/{group}/connections/{client.Id}"));

        Assert.Equal(200, await server.StatusAsync("DELETE", $"{hub}/connections/{client.Id}/groups"));

        foreach (string group in new[] { "one", "two" })
            Assert.Equal(404, await server.StatusAsync("HEAD", $"{hub}/groups/{group}"));
        Assert.Equal(200, await server.StatusAsync("DELETE", $"{hub}/connections/none/groups"));
    }

    [Theory]
    [InlineData("/api/hubs/chat", 200, 204, 204)]
    [InlineData("/api/v1/hubs/chat", 202, 202, 200)]
    public async Task Group_operations_of_users_have_the_statuses_of_their_path_family(string hub, int added, int removed, int removedFromAll)
    {
        await using var server = await SignalRServer.StartAsync();

        foreach (string path in new[] { $"{hub}/users/ann/groups/room", $"{hub}/groups/room/users/ann" })
        {
            Assert.Equal(added, await server.StatusAsync("PUT", path));
            Assert.Equal(200, await server.StatusAsync("HEAD", path));
            Assert.Equal(removed, await server.StatusAsync("DELETE", path));
            Assert.Equal(404, await server.StatusAsync("HEAD", path));
            Assert.Equal(removed, await server.StatusAsync("DELETE", path));
        }
        Assert.Equal(removedFromAll, await server.StatusAsync("DELETE", $"{hub}/users/ann/groups"));
    }

    [Theory, MemberData(nameof(Families))]
    public async Task Closing_answers_the_same_with_and_without_connections(string hub)
    {
        await using var server = await SignalRServer.StartAsync();

        foreach (string path in new[] { ":closeConnections", "users/nobody/:closeConnections", "groups/nowhere/:closeConnections" })
            Assert.Equal(204, await server.StatusAsync("POST", $"{hub}/{path}?reason=late&excluded=none"));
        Assert.Equal(200, await server.StatusAsync("DELETE", $"{hub}/connections/none?reason=late"));
    }

    [Theory]
    [InlineData("/api/hubs/1chat/:send")]
    [InlineData("/api/hubs/a-b/:send")]
    [InlineData("/api/hubs/chat/:send?application=a-b")]
    [InlineData("/api/v1/hubs/chat/groups/%20")]
    public async Task An_invalid_name_is_a_bad_request(string path)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(400, await server.StatusAsync("POST", path, Message));
    }

    [Fact]
    public async Task A_groups_name_has_1024_characters_at_most()
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(200, await server.StatusAsync("PUT", $"/api/hubs/chat/users/ann/groups/{new string('g', 1024)}"));
        Assert.Equal(400, await server.StatusAsync("PUT", $"/api/hubs/chat/users/ann/groups/{new string('g', 1025)}"));
    }

    [Theory, InlineData("-1"), InlineData("1.5"), InlineData("soon"), InlineData("")]
    public async Task A_ttl_that_is_not_a_whole_number_of_seconds_is_a_bad_request(string ttl)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(400, await server.StatusAsync("PUT", $"/api/hubs/chat/users/ann/groups/room?ttl={ttl}"));
        Assert.Equal(404, await server.StatusAsync("HEAD", "/api/hubs/chat/users/ann/groups/room"));
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        await using var server = await SignalRServer.StartAsync();

        using var answer = await server.CallAsync("HEAD", "/api/health", token: null);

        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task AssertNotFoundAsync(SignalRServer server, string method, string path, string code)
    {
        using var answer = await server.CallAsync(method, path);
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal([code], answer.Headers.GetValues("x-ms-error-code"));
        if (method == "HEAD") return;
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEqual("", error.GetProperty("message").GetString());
    }
}
