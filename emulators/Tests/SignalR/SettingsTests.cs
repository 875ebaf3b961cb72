using System.Net;
using SignalR.Service;

namespace Emulators.Tests.SignalR;

public sealed class SettingsTests
{
    [Fact]
    public async Task Negotiation_is_refused_above_the_quota_of_connections()
    {
        await using var server = await SignalRServer.StartAsync(null, "--MaxConnections=2");
        await using var first = await DotNetClient.ConnectAsync(server);
        var second = await DotNetClient.ConnectAsync(server, hub: "other");

        using (var answer = await server.CallAsync("POST", "/client/negotiate?hub=chat", server.ClientToken()))
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);

        await second.DisposeAsync();
        await Eventually.TrueAsync(async () => await server.StatusAsync("HEAD", $"/api/hubs/other/connections/{second.Id}") == 404);
        await using var third = await DotNetClient.ConnectAsync(server);
    }

    [Theory]
    [InlineData("--AccessKey=short")]
    [InlineData("--MaxConnections=-1")]
    [InlineData("--MaxConnections=many")]
    [InlineData("--MaxOutgoingBytes=0")]
    [InlineData("--UpstreamSettings:Templates:0:UrlTemplate=ftp://localhost/")]
    [InlineData("--UpstreamSettings:Templates:0:HubPattern=chat")]
    public void An_invalid_setting_is_refused_by_name(string setting)
    {
        var error = Assert.Throws<InvalidSettingException>(() => SignalRService.Build([setting], TimeProvider.System));

        Assert.Contains(setting[2..].Split(':', '=')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browsers_of_any_origin_may_negotiate_with_credentials()
    {
        await using var server = await SignalRServer.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Url, "/client/negotiate?hub=chat"))
        {
            Headers =
            {
                { "Origin", "https://chat.example" },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "authorization,x-requested-with,x-signalr-user-agent" },
            },
        };

        using var answer = await http.SendAsync(request);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(["https://chat.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_REST_API_is_not_for_browsers_of_other_origins()
    {
        await using var server = await SignalRServer.StartAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { { "Origin", "https://chat.example" } } };

        using var answer = await http.GetAsync(new Uri(server.Url, "/api/health"));

        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Services_in_one_process_share_nothing()
    {
        await using var one = await SignalRServer.StartAsync();
        await using var other = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(one, "ann");

        Assert.Equal(200, await one.StatusAsync("HEAD", "/api/hubs/chat/users/ann"));
        Assert.Equal(404, await other.StatusAsync("HEAD", "/api/hubs/chat/users/ann"));
    }
}
