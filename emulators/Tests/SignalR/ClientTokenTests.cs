using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulators.Tests.SignalR;

public sealed class ClientTokenTests
{
    private const string Negotiate = "/client/negotiate?hub=chat&negotiateVersion=1";

    [Fact]
    public async Task A_valid_token_negotiates_all_three_transports()
    {
        await using var server = await SignalRServer.StartAsync();

        using var answer = await server.CallAsync("POST", Negotiate, server.ClientToken());

        var negotiation = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var transports = negotiation.GetProperty("availableTransports").EnumerateArray().Select(entry => entry.GetProperty("transport").GetString());
        Assert.Equal(["WebSockets", "ServerSentEvents", "LongPolling"], transports);
        Assert.NotEqual(negotiation.GetProperty("connectionId").GetString(), negotiation.GetProperty("connectionToken").GetString());
    }

    [Fact]
    public async Task A_client_without_a_token_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();

        await AssertRefusedAsync(server, null, "no token");
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();

        await AssertRefusedAsync(server, TestToken.Create(Claims(server), key: new string('k', 44)), "bad signature");
    }

    [Fact]
    public async Task A_token_that_was_altered_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();
        string[] good = server.ClientToken("ann").Split('.');
        string[] other = server.ClientToken("bob").Split('.');

        await AssertRefusedAsync(server, $"{good[0]}.{other[1]}.{good[2]}", "bad signature");
    }

    [Theory, InlineData("none"), InlineData("HS512")]
    public async Task A_token_of_another_algorithm_is_refused(string algorithm)
    {
        await using var server = await SignalRServer.StartAsync();

        await AssertRefusedAsync(server, TestToken.Create(Claims(server), algorithm: algorithm), "bad signature");
    }

    [Theory, InlineData("x"), InlineData("a.b.c"), InlineData("..")]
    public async Task Text_that_is_not_a_token_is_refused(string text)
    {
        await using var server = await SignalRServer.StartAsync();

        using var answer = await server.CallAsync("POST", Negotiate, text);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/client/?hub=other")]
    [InlineData("/client/")]
    [InlineData("/api/hubs/chat/:send")]
    [InlineData("http://elsewhere.example/client/?hub=chat")]
    [InlineData("http://127.0.0.1:1/client/?hub=chat")]
    public async Task A_token_for_another_audience_is_refused(string audience)
    {
        await using var server = await SignalRServer.StartAsync();
        var claims = Claims(server);
        claims["aud"] = new Uri(server.Url, audience).ToString();

        await AssertRefusedAsync(server, TestToken.Create(claims), "wrong audience");
    }

    [Theory]
    [InlineData("http://localhost:{0}/client/?hub=chat")]
    [InlineData("http://localhost:{0}/client?hub=Chat")]
    [InlineData("http://[::1]:{0}/client/?hub=chat")]
    [InlineData("http://127.0.0.1/client/?hub=chat")]
    [InlineData("http://localhost/client/?hub=chat")]
    public async Task The_audience_may_use_another_name_of_this_machine_and_leave_out_the_port_as_the_SDKs_do(string audience)
    {
        await using var server = await SignalRServer.StartAsync();
        var claims = Claims(server);
        claims["aud"] = audience.Replace("{0}", $"{server.Url.Port}", StringComparison.Ordinal);

        using var answer = await server.CallAsync("POST", Negotiate, TestToken.Create(claims));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_is_valid_until_it_expires()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        string token = server.ClientToken(lifetime: TimeSpan.FromMinutes(5));

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await AssertAcceptedAsync(server, token);
        time.Advance(TimeSpan.FromSeconds(1));
        await AssertRefusedAsync(server, token, "expired");
    }

    [Fact]
    public async Task A_token_that_never_expires_is_refused()
    {
        await using var server = await SignalRServer.StartAsync();
        var claims = Claims(server);
        claims.Remove("exp");

        await AssertRefusedAsync(server, TestToken.Create(claims), "expired");
    }

    [Fact]
    public async Task A_token_is_refused_before_its_nbf_time()
    {
        var time = new FakeTimeProvider();
        await using var server = await SignalRServer.StartAsync(time);
        string token = server.ClientToken(claims: new JsonObject { ["nbf"] = server.ExpiresIn(TimeSpan.FromSeconds(10)) });

        await AssertRefusedAsync(server, token, "not valid yet");
        time.Advance(TimeSpan.FromSeconds(10));
        await AssertAcceptedAsync(server, token);
    }

    [Theory]
    [InlineData("""{"asrs.s.uid":"ann","nameid":"x","sub":"y"}""")]
    [InlineData("""{"nameid":"ann","sub":"y"}""")]
    [InlineData("""{"sub":"ann"}""")]
    public async Task The_user_is_the_first_of_three_claims_of_the_token(string claims)
    {
        await using var server = await SignalRServer.StartAsync();
        string token = server.ClientToken(claims: JsonNode.Parse(claims)!.AsObject());
        await using var client = await DotNetClient.ConnectAsync(new ClientOptions(server.ClientUrl(), token));

        Assert.Equal(200, await server.StatusAsync("HEAD", "/api/hubs/chat/users/ann"));
    }

    [Theory]
    [InlineData("/client/negotiate?hub=chat&hub=chat")]
    [InlineData("/client/negotiate?hub=")]
    [InlineData("/client/negotiate?hub=1chat")]
    [InlineData("/client/negotiate?hub=a-b")]
    [InlineData("/client/negotiate")]
    public async Task A_client_must_name_one_valid_hub(string path)
    {
        await using var server = await SignalRServer.StartAsync();

        using var answer = await server.CallAsync("POST", path, server.ClientToken());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static JsonObject Claims(SignalRServer server) =>
        new() { ["aud"] = server.ClientUrl().ToString(), ["exp"] = server.ExpiresIn(TimeSpan.FromHours(1)) };

    private static async Task AssertAcceptedAsync(SignalRServer server, string token)
    {
        using var answer = await server.CallAsync("POST", Negotiate, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task AssertRefusedAsync(SignalRServer server, string? token, string reason)
    {
        using var answer = await server.CallAsync("POST", Negotiate, token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains($"\"{reason}\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }
}
