using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class CorsTests
{
    private const string TwoOrigins = """{ "Host": { "CORS": "http://localhost:5173, https://chat.example.com", "CORSCredentials": true } }""";

    [Theory]
    [InlineData(TwoOrigins, "http://localhost:5173", "http://localhost:5173", "true")]
    [InlineData(TwoOrigins, "https://chat.example.com", "https://chat.example.com", "true")]
    [InlineData(TwoOrigins, "https://evil.example.com", null, null)]
    [InlineData("""{ "Host": { "CORS": "*" } }""", "https://anywhere.example.com", "*", null)]
    [InlineData("{}", "http://localhost:5173", null, null)]
    public async Task Origins_of_local_settings_may_call(string localSettings, string origin, string? allowed, string? credentials)
    {
        using var root = new ScriptRootFolder().With("local.settings.json", localSettings);
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/send");
        request.Headers.Add("Origin", origin);

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(allowed, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(credentials, Header(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_preflight_is_answered_for_the_function()
    {
        using var root = new ScriptRootFolder().With("local.settings.json", TwoOrigins);
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/send");
        request.Headers.Add("Origin", "http://localhost:5173");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("POST", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("authorization", Header(response, "Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task An_answer_to_a_failed_function_can_be_read_across_origins_too()
    {
        using var root = new ScriptRootFolder().With("local.settings.json", TwoOrigins);
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/fails");
        request.Headers.Add("Origin", "http://localhost:5173");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("http://localhost:5173", Header(response, "Access-Control-Allow-Origin"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    public sealed class Functions
    {
        [Function("Send")]
        public IResult Send([HttpTrigger("post")] HttpRequest request) => Results.Ok();

        [Function("Fails")]
        public IResult Fails([HttpTrigger("get")] HttpRequest request) => throw new InvalidOperationException("It fails.");
    }
}
