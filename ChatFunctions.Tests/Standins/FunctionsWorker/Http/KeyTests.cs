using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class KeyTests
{
    private const string FunctionKey = "AzureFunctionsJobHost:functionKeys:backend=function-key";
    private const string OtherKey = "AzureFunctionsJobHost:functionKeys:other=other-key";
    private const string MasterKey = "AzureFunctionsJobHost:masterKey=master-key";
    private const string SystemKey = "AzureFunctionsJobHost:systemKeys:signalr_extension=system-key";

    [Theory]
    [InlineData("open", null, HttpStatusCode.OK)]
    [InlineData("withkey", null, HttpStatusCode.Unauthorized)]
    [InlineData("withkey", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("withkey", "function-key ", HttpStatusCode.Unauthorized)]
    [InlineData("withkey", "function-key", HttpStatusCode.OK)]
    [InlineData("withkey", "other-key", HttpStatusCode.OK)]
    [InlineData("withkey", "master-key", HttpStatusCode.OK)]
    [InlineData("bydefault", null, HttpStatusCode.Unauthorized)]
    [InlineData("bydefault", "function-key", HttpStatusCode.OK)]
    [InlineData("admin", "function-key", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "master-key", HttpStatusCode.OK)]
    [InlineData("system", "function-key", HttpStatusCode.Unauthorized)]
    [InlineData("system", "system-key", HttpStatusCode.OK)]
    public async Task A_configured_key_is_asked_for_at_its_level(string function, string? key, HttpStatusCode expected)
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: [FunctionKey, OtherKey, MasterKey, SystemKey]);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{function}");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
        using var byHeader = await app.Client.SendAsync(request);
        using var byQuery = await app.Client.GetAsync($"/api/{function}?code={Uri.EscapeDataString(key ?? "")}");

        // The header's value is trimmed on the wire.
        Assert.Equal(key == "function-key " ? HttpStatusCode.OK : expected, byHeader.StatusCode);
        Assert.Equal(expected, byQuery.StatusCode);
    }

    [Fact]
    public async Task The_header_counts_before_the_query()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: FunctionKey);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/withkey?code=function-key");
        request.Headers.Add("x-functions-key", "wrong");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("withkey")]
    [InlineData("admin")]
    public async Task Without_any_configured_key_none_is_asked_for_and_the_start_says_so(string function)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync($"/api/{function}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(app.Logs.Lines, line => line.Text.StartsWith("No function key is configured", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_master_key_what_asks_for_it_stays_closed_once_keys_are_checked()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: FunctionKey);

        using var response = await app.Client.GetAsync("/api/admin?code=function-key");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    public sealed class Functions
    {
        [Function("Open")]
        public IResult Open([HttpTrigger("get")] HttpRequest request) => Results.Ok();

        [Function("WithKey")]
        public IResult WithKey([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Ok();

        [Function("ByDefault")]
        public IResult ByDefault([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("NeedsMaster")]
        public IResult Admin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "{level:regex(^admin$)}")] HttpRequest request) =>
            Results.Ok();

        [Function("System")]
        public IResult System([HttpTrigger(AuthorizationLevel.System, "get")] HttpRequest request) => Results.Ok();
    }
}
