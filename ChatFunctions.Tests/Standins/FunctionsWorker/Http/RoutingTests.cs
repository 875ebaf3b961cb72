using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("GET", "/api/rooms", "ListRooms")]
    [InlineData("POST", "/api/rooms", "CreateRoom")]
    [InlineData("GET", "/api/rooms/7", "GetRoom 7")]
    [InlineData("GET", "/api/ROOMS/7", "GetRoom 7")]
    [InlineData("GET", "/api/named", "Named")]
    [InlineData("DELETE", "/api/any", "Any DELETE")]
    [InlineData("GET", "/api/archive", "Archive none")]
    [InlineData("GET", "/api/archive/2026", "Archive 2026")]
    [InlineData("GET", "/api/files/a/b.txt", "Files a/b.txt")]
    public async Task A_request_reaches_the_function_of_its_method_and_route(string method, string path, string expected)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("GET", "/rooms")]
    [InlineData("DELETE", "/api/rooms")]
    [InlineData("GET", "/api/rooms/seven")]
    [InlineData("OPTIONS", "/api/rooms")]
    public async Task What_no_function_answers_is_not_found_whatever_the_method(string method, string path)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"version":"2.0","extensions":{"http":{"routePrefix":"v1/chat"}}}""", "/v1/chat/rooms")]
    [InlineData("""{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""", "/rooms")]
    [InlineData("""{"version":"2.0", /* no prefix */ "extensions":{"unknown":{}},}""", "/api/rooms")]
    public async Task The_prefix_is_that_of_host_json(string hostJson, string path)
    {
        using var root = new ScriptRootFolder().With("host.json", hostJson);
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);

        Assert.Equal("ListRooms", await app.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_setting_overrides_host_json()
    {
        using var root = new ScriptRootFolder().With("host.json", """{"extensions":{"http":{"routePrefix":"file"}}}""");
        await using var app = await FunctionApp.StartAsync<Functions>(
            root: root, settings: "AzureFunctionsJobHost:extensions:http:routePrefix=setting");

        Assert.Equal("ListRooms", await app.Client.GetStringAsync("/setting/rooms"));
    }

    [Fact]
    public async Task Functions_are_tried_in_alphabetical_order_and_not_by_how_specific_they_are()
    {
        await using var app = await FunctionApp.StartAsync<Overlapping>();

        Assert.Equal("A", await app.Client.GetStringAsync("/api/things/public"));
        Assert.Equal("B", await app.Client.GetStringAsync("/api/things/7"));
    }

    [Fact]
    public async Task Custom_headers_of_host_json_are_on_every_answer()
    {
        using var root = new ScriptRootFolder().With("host.json", """{"extensions":{"http":{"customHeaders":{"X-Content-Type-Options":"nosniff"}}}}""");
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);

        using var found = await app.Client.GetAsync("/api/rooms");
        using var missing = await app.Client.GetAsync("/api/nowhere");

        Assert.Equal("nosniff", Assert.Single(found.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("nosniff", Assert.Single(missing.Headers.GetValues("X-Content-Type-Options")));
    }

    public sealed class Functions
    {
        [Function("ListRooms")]
        public IResult List([HttpTrigger("get", Route = "rooms")] HttpRequest request) => Results.Text("ListRooms");

        [Function("CreateRoom")]
        public IResult Create([HttpTrigger("post", Route = "/rooms/")] HttpRequest request) => Results.Text("CreateRoom");

        [Function("GetRoom")]
        public IResult Get([HttpTrigger("get", Route = "rooms/{id:int}")] HttpRequest request, int id) => Results.Text($"GetRoom {id}");

        [Function("named")]
        public IResult Named([HttpTrigger("get")] HttpRequest request) => Results.Text("Named");

        [Function("Any")]
        public IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) =>
            Results.Text($"Any {request.Method}");

        [Function("Archive")]
        public IResult Archive([HttpTrigger("get", Route = "archive/{year:int?}")] HttpRequest request, int? year) =>
            Results.Text($"Archive {year?.ToString() ?? "none"}");

        [Function("Files")]
        public static Task<IResult> Files([HttpTrigger("get", Route = "files/{*path}")] HttpRequest request, string path) =>
            Task.FromResult(Results.Text($"Files {path}"));
    }

    public sealed class Overlapping
    {
        [Function("B")]
        public IResult Parameter([HttpTrigger("get", Route = "things/{id}")] HttpRequest request) => Results.Text("B");

        [Function("A")]
        public IResult Literal([HttpTrigger("get", Route = "things/public")] HttpRequest request) => Results.Text("A");
    }
}
