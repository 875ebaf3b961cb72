using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulators.Tests.SignalR;

public sealed class RestTokenTests
{
    private const string Path = "/api/hubs/chat/groups/a%2Fb%20c/:send";
    private const string Query = "?api-version=2022-06-01";

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + Query)]
    [InlineData(Path + "/")]
    public async Task The_audience_is_the_request_with_or_without_its_query(string audience)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(server, Token(server, new Uri(server.Url, audience))));
    }

    [Theory]
    [InlineData("http://localhost:{0}" + Path)]
    [InlineData("http://127.0.0.1" + Path)]
    [InlineData("http://localhost" + Path + Query)]
    public async Task The_audience_may_use_another_name_of_this_machine_and_leave_out_the_port_as_the_SDKs_do(string audience)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(server, Token(server, new Uri(audience.Replace("{0}", $"{server.Url.Port}", StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task Query_parameters_that_the_SDKs_add_are_not_in_the_audience()
    {
        await using var server = await SignalRServer.StartAsync();

        using var answer = await server.CallAsync(
            "POST", Path + Query + "&excluded=a", Token(server, new Uri("http://127.0.0.1" + Path + Query)), new StringContent("""{"target":"t","arguments":[]}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/hubs/chat/:send")]
    [InlineData("/api/hubs/chat/groups/a/b%20c/:send")]
    [InlineData(Path + "?api-version=2021-01-01")]
    [InlineData(Path + "?api-version=2022-06")]
    [InlineData("http://127.0.0.1:1" + Path)]
    [InlineData("/client/?hub=chat")]
    [InlineData("/")]
    [InlineData("https://127.0.0.1" + Path)]
    public async Task A_token_for_another_request_is_refused(string audience)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, Token(server, new Uri(server.Url, audience))));
    }

    [Fact]
    public async Task A_call_without_a_token_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, null));
    }

    [Fact]
    public async Task A_token_in_the_query_does_not_count()
    {
        await using var server = await SignalRServer.StartAsync();
        string token = Token(server, new Uri(server.Url, Path));

        using var answer = await server.CallAsync("POST", $"{Path}?access_token={token}", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("HS256", "another key of enough characters")]
    [InlineData("HS512", TestToken.EmulatorKey)]
    [InlineData("none", TestToken.EmulatorKey)]
    public async Task A_token_with_a_wrong_signature_is_refused(string algorithm, string key)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, Token(server, new Uri(server.Url, Path), key, algorithm)));
    }

    [Fact]
    public async Task An_expired_token_is_refused_with_the_reason_in_the_body()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        string token = Token(server, new Uri(server.Url, Path));
        time.Advance(TimeSpan.FromHours(1));

        using var answer = await server.CallAsync("POST", Path, token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("expired", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]);
    }

    [Fact]
    public async Task Another_access_key_can_be_configured()
    {
        const string key = "the key that this service was given";
        await using var server = await SignalRServer.StartAsync(null, $"--AccessKey={key}");

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(server, Token(server, new Uri(server.Url, Path), key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, Token(server, new Uri(server.Url, Path))));
        Assert.Equal($"Endpoint=http://127.0.0.1;Port={server.Url.Port};AccessKey={key};Version=1.0;", server.ConnectionString);
    }

    private static string Token(SignalRServer server, Uri audience, string key = TestToken.EmulatorKey, string algorithm = "HS256") =>
        TestToken.Create(new JsonObject { ["aud"] = audience.AbsoluteUri, ["exp"] = server.ExpiresIn(TimeSpan.FromHours(1)) }, key, algorithm);

    private static async Task<HttpStatusCode> SendAsync(SignalRServer server, string? token)
    {
        using var answer = await server.CallAsync(
            "POST", Path + Query, token, new StringContent("""{"target":"t","arguments":[]}""", Encoding.UTF8, "application/json"));
        return answer.StatusCode;
    }
}
