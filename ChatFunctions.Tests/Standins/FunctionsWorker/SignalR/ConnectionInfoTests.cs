using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class ConnectionInfoTests
{
    private const string Connection = $"AzureSignalRConnectionString=Endpoint=https://chat.service.signalr.net;AccessKey={FakeSignalR.AccessKey};Version=1.0;";

    [Fact]
    public async Task A_client_gets_the_hubs_address_and_a_token_made_out_to_it()
    {
        var info = await NegotiateAsync("/api/users/u1/negotiate");

        Assert.Equal("https://chat.service.signalr.net/client/?hub=chat", info.Url);
        Assert.True(Jwt.IsSignedWith(info.AccessToken, FakeSignalR.AccessKey));
        Assert.Equal("HS256", Jwt.Header(info.AccessToken).GetProperty("alg").GetString());
        var payload = Jwt.Payload(info.AccessToken);
        Assert.Equal(Jwt.WithoutPort(info.Url), payload.GetProperty("aud").GetString());
        Assert.Equal("u1", payload.GetProperty("asrs.s.uid").GetString());
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.InRange(payload.GetProperty("exp").GetInt64(), now + 3500, now + 3600);
        Assert.InRange(payload.GetProperty("nbf").GetInt64(), now - 100, now);
    }

    [Theory]
    [InlineData("/api/header", "from the header")]
    [InlineData("/api/query?name=from%20the%20query", "from the query")]
    [InlineData("/api/users/u1/mixed?name=x", "user-u1-x")]
    public async Task The_user_id_is_put_together_from_route_headers_and_query(string path, string expected)
    {
        var info = await NegotiateAsync(path, request => request.Headers.Add("X-Name", "from the header"));

        Assert.Equal(expected, Jwt.Payload(info.AccessToken).GetProperty("asrs.s.uid").GetString());
    }

    [Theory]
    [InlineData("/api/header")]
    [InlineData("/api/query")]
    public async Task A_value_that_the_request_lacks_fails_the_invocation(string path)
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: Connection);

        using var response = await app.Client.PostAsync(path, null);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(app.Logs.Errors);
    }

    [Fact]
    public async Task Without_a_user_id_the_token_names_nobody()
    {
        var info = await NegotiateAsync("/api/nobody");

        Assert.False(Jwt.Payload(info.AccessToken).TryGetProperty("asrs.s.uid", out _));
    }

    [Fact]
    public async Task Chosen_claims_of_the_id_token_are_passed_on_and_reserved_names_get_a_prefix()
    {
        var idToken = Jwt.Unsigned("""{"sub":"s1","iss":"issuer","aud":"them","role":["a","b"],"age":7,"secret":"no"}""");

        var info = await NegotiateAsync("/api/claims", request => request.Headers.Add("X-Id-Token", idToken));

        var payload = Jwt.Payload(info.AccessToken);
        Assert.Equal("s1", payload.GetProperty("sub").GetString());
        Assert.Equal("issuer", payload.GetProperty("asrs.u.iss").GetString());
        Assert.Equal("them", payload.GetProperty("asrs.u.aud").GetString());
        Assert.Equal(["a", "b"], payload.GetProperty("role").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal("7", payload.GetProperty("age").GetString());
        Assert.False(payload.TryGetProperty("secret", out _));
    }

    [Fact]
    public async Task A_string_parameter_gets_the_hosts_json()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: Connection);

        using var response = await app.Client.PostAsync("/api/text", null);

        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["url", "accessToken"], json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Clients_are_sent_to_the_client_endpoint_with_a_token_for_the_service()
    {
        var info = await NegotiateAsync("/api/nobody", null, $"{Connection}ClientEndpoint=https://proxy.example.com;");

        Assert.Equal("https://proxy.example.com/client/?hub=chat", info.Url);
        Assert.Equal("https://chat.service.signalr.net/client/?hub=chat", Jwt.Payload(info.AccessToken).GetProperty("aud").GetString());
    }

    [Fact]
    public async Task Negotiation_needs_no_service()
    {
        var info = await NegotiateAsync("/api/nobody", null,
            $"AzureSignalRConnectionString=endpoint=http://localhost;port=1;ACCESSKEY={FakeSignalR.AccessKey};Version=1.0;");

        Assert.Equal("http://localhost:1/client/?hub=chat", info.Url);
    }

    private static async Task<SignalRConnectionInfo> NegotiateAsync(string path, Action<HttpRequestMessage>? prepare = null, string setting = Connection)
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: setting);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        prepare?.Invoke(request);
        using var response = await app.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<SignalRConnectionInfo>())!;
    }

    public sealed class Functions
    {
        [Function("Negotiate")]
        public IResult Negotiate(
            [HttpTrigger("post", Route = "users/{userId}/negotiate")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "Chat", UserId = "{userId}")] SignalRConnectionInfo info) => Results.Ok(info);

        [Function("Header")]
        public IResult Header(
            [HttpTrigger("post")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "{headers.x-name}")] SignalRConnectionInfo info) => Results.Ok(info);

        [Function("Query")]
        public IResult Query(
            [HttpTrigger("post")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "{query.name}")] SignalRConnectionInfo info) => Results.Ok(info);

        [Function("Mixed")]
        public IResult Mixed(
            [HttpTrigger("post", Route = "users/{userId}/mixed")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "user-{userId}-{query.name}")] SignalRConnectionInfo info) => Results.Ok(info);

        [Function("Nobody")]
        public IResult Nobody([HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "chat")] SignalRConnectionInfo info) =>
            Results.Ok(info);

        [Function("Claims")]
        public IResult Claims(
            [HttpTrigger("post")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", IdToken = "{headers.x-id-token}", ClaimTypeList = ["sub", "iss", "aud", "role", "age"])] SignalRConnectionInfo info) =>
            Results.Ok(info);

        [Function("Text")]
        public IResult Text([HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "chat")] string info) =>
            Results.Text(info);
    }
}
