using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class OutputTests
{
    [Theory]
    [InlineData("broadcast", "/api/hubs/chat/:send")]
    [InlineData("group", "/api/hubs/chat/groups/r%201%2F%C3%A4/:send")]
    [InlineData("user", "/api/hubs/chat/users/u1/:send")]
    [InlineData("connection", "/api/hubs/chat/connections/c1/:send")]
    public async Task A_message_goes_to_the_connection_else_the_user_else_the_group_else_everybody(string to, string path)
    {
        var call = Assert.Single(await SendAsync($"message/{to}", 1));

        Assert.Equal(("POST", $"{path}?api-version=2022-06-01"), (call.Method, call.Path));
        Assert.StartsWith("application/json", call.ContentType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("addconnection", "PUT", "/api/hubs/chat/groups/r1/connections/c1")]
    [InlineData("removeconnection", "DELETE", "/api/hubs/chat/groups/r1/connections/c1")]
    [InlineData("adduser", "PUT", "/api/hubs/chat/users/u1/groups/r1")]
    [InlineData("removeuser", "DELETE", "/api/hubs/chat/users/u1/groups/r1")]
    [InlineData("removeuserfromall", "DELETE", "/api/hubs/chat/users/u1/groups")]
    public async Task A_group_action_changes_the_group(string action, string method, string path)
    {
        var call = Assert.Single(await SendAsync($"groups/{action}", 1));

        Assert.Equal((method, $"{path}?api-version=2022-06-01", ""), (call.Method, call.Path, call.Body));
    }

    [Fact]
    public async Task Arguments_leave_in_pascal_case_unless_the_app_says_otherwise()
    {
        var call = Assert.Single(await SendAsync("message/group", 1));

        Assert.Equal("""{"target":"newMessage","arguments":[{"RoomId":"r1","At":"2026-11-20T09:05:00.123Z","Reply":null},7]}""", call.Body);
    }

    [Fact]
    public async Task A_naming_policy_changes_the_arguments_and_leaves_the_meaning_of_the_rest()
    {
        var calls = await SendAsync("mixed", 4, services => services.Configure<JsonSerializerOptions>(
            json => json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase));

        Assert.Equal(["POST", "PUT", "POST", "DELETE"], calls.Select(call => call.Method));
        Assert.Equal("""{"target":"newMessage","arguments":[{"roomId":"r1","at":"2026-11-20T09:05:00.123Z","reply":null},7]}""", calls[0].Body);
    }

    [Theory]
    [InlineData("array", 2)]
    [InlineData("list", 2)]
    [InlineData("mixed", 4)]
    [InlineData("anonymous", 1)]
    [InlineData("text", 1)]
    [InlineData("twooutputs", 2)]
    [InlineData("returned", 1)]
    [InlineData("returnedbytask", 1)]
    public async Task Every_item_of_an_output_is_one_call(string function, int count)
    {
        Assert.Equal(count, (await SendAsync(function, count)).Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("empty")]
    [InlineData("nothingreturned")]
    public async Task Null_and_an_empty_array_send_nothing(string function)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync($"/api/{function}", null);
        await app.StopAsync();

        response.EnsureSuccessStatusCode();
        Assert.Empty(signalR.Calls);
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_call_carries_a_token_that_is_signed_with_the_access_key_and_made_out_to_its_address()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);

        await app.Client.PostAsync("/api/message/group", null);

        var call = (await signalR.WaitForAsync(1))[0];
        var token = call.Authorization["Bearer ".Length..];
        var payload = Jwt.Payload(token);
        Assert.True(Jwt.IsSignedWith(token, FakeSignalR.AccessKey));
        Assert.Equal(new Uri(signalR.Url, call.Path).AbsoluteUri, payload.GetProperty("aud").GetString());
        Assert.Equal(3600, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task An_output_can_have_a_connection_of_its_own_and_a_hub_by_setting_or_route()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<OtherConnection>(
            settings: [$"Elsewhere={signalR.ConnectionString}", "HubOfChat=Lobby"]);

        await app.Client.PostAsync("/api/setting", null);
        await signalR.WaitForAsync(1);
        await app.Client.PostAsync("/api/hubs/Garden", null);

        Assert.Equal(["/api/hubs/lobby/:send?api-version=2022-06-01", "/api/hubs/garden/:send?api-version=2022-06-01"],
            (await signalR.WaitForAsync(2)).Select(call => call.Path));
    }

    [Fact]
    public async Task What_middleware_puts_in_place_of_the_result_leaves_the_outputs_alone()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(
            builder => Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions.UseMiddleware(builder, async (context, next) =>
            {
                await next();
                context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status418ImATeapot);
            }),
            settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync("/api/array", null);

        Assert.Equal(StatusCodes.Status418ImATeapot, (int)response.StatusCode);
        Assert.Equal(2, (await signalR.WaitForAsync(2)).Count);
    }

    private static async Task<IReadOnlyList<ReceivedCall>> SendAsync(string function, int count, Action<IServiceCollection>? configure = null)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(builder => configure?.Invoke(builder.Services), settings: signalR.ConnectionSetting);
        using var response = await app.Client.PostAsync($"/api/{function}", null);
        response.EnsureSuccessStatusCode();
        await signalR.WaitForAsync(count);
        await app.StopAsync();
        Assert.Empty(app.Logs.Errors);
        return signalR.Calls;
    }

    public sealed class Sent<T>
    {
        [HttpResult]
        public IResult Answer { get; init; } = Results.Ok();

        [SignalROutput(HubName = "Chat")]
        public T? Output { get; init; }
    }

    public sealed class SentTwice
    {
        [SignalROutput(HubName = "Chat")]
        public SignalRMessageAction? One { get; init; }

        [SignalROutput(HubName = "Chat")]
        public object? Other { get; init; }
    }

    public sealed class Functions
    {
        private static readonly SignalRMessageAction Hello = new("hello", []);

        [Function("Message")]
        public Sent<SignalRMessageAction> Message([HttpTrigger("post", Route = "message/{to}")] HttpRequest request, string to)
        {
            var message = new SignalRMessageAction("newMessage", [new { RoomId = "r1", At = "2026-11-20T09:05:00.123Z", Reply = (string?)null }, 7])
            {
                GroupName = to == "broadcast" ? null : "r 1/ä",
                UserId = to is "user" or "connection" ? "u1" : "",
                ConnectionId = to == "connection" ? "c1" : null,
            };
            return new() { Output = message };
        }

        [Function("Groups")]
        public Sent<SignalRGroupAction> Groups([HttpTrigger("post", Route = "groups/{action}")] HttpRequest request, string action)
        {
            var type = action switch
            {
                "addconnection" or "adduser" => SignalRGroupActionType.Add,
                "removeuserfromall" => SignalRGroupActionType.RemoveAll,
                _ => SignalRGroupActionType.Remove,
            };
            var isConnection = action.EndsWith("connection", StringComparison.Ordinal);
            return new()
            {
                Output = new SignalRGroupAction(type)
                {
                    GroupName = action.EndsWith("all", StringComparison.Ordinal) ? null : "r1",
                    UserId = "u1",
                    ConnectionId = isConnection ? "c1" : null,
                },
            };
        }

        [Function("Array")]
        public Sent<SignalRMessageAction[]> Array([HttpTrigger("post")] HttpRequest request) => new() { Output = [Hello, Hello] };

        [Function("List")]
        public Sent<IEnumerable<SignalRMessageAction>> List([HttpTrigger("post")] HttpRequest request) => new() { Output = Enumerable.Repeat(Hello, 2) };

        [Function("Mixed")]
        public Sent<object[]> Mixed([HttpTrigger("post")] HttpRequest request) => new()
        {
            Output =
            [
                new SignalRMessageAction("newMessage", [new { RoomId = "r1", At = "2026-11-20T09:05:00.123Z", Reply = (string?)null }, 7]),
                new SignalRGroupAction(SignalRGroupActionType.Add) { UserId = "u1", GroupName = "r1" },
                Hello,
                new { action = "REMOVEALL", userId = "u1" },
            ],
        };

        [Function("Anonymous")]
        public Sent<object> Anonymous([HttpTrigger("post")] HttpRequest request) => new()
        {
            Output = new { unknown = new[] { 1 }, TARGET = "hello", arguments = System.Array.Empty<object>(), userid = 7 },
        };

        [Function("Text")]
        public Sent<string> Text([HttpTrigger("post")] HttpRequest request) => new() { Output = """{"target":"hello","arguments":[]}""" };

        [Function("TwoOutputs")]
        public SentTwice Two([HttpTrigger("post")] HttpRequest request) => new() { One = Hello, Other = Hello };

        [Function("Returned")]
        [SignalROutput(HubName = "chat")]
        public SignalRMessageAction Returned([HttpTrigger("post")] HttpRequest request) => Hello;

        [Function("ReturnedByTask")]
        [SignalROutput(HubName = "chat")]
        public async Task<SignalRMessageAction[]> ReturnedByTask([HttpTrigger("post")] HttpRequest request)
        {
            await Task.Yield();
            return [Hello];
        }

        [Function("Null")]
        public Sent<SignalRMessageAction[]> Null([HttpTrigger("post")] HttpRequest request) => new();

        [Function("Empty")]
        public Sent<SignalRMessageAction[]> Empty([HttpTrigger("post")] HttpRequest request) => new() { Output = [] };

        [Function("NothingReturned")]
        public Sent<SignalRMessageAction>? Nothing([HttpTrigger("post")] HttpRequest request) => null;
    }

    public sealed class OtherConnection
    {
        [Function("Setting")]
        [SignalROutput(ConnectionStringSetting = "Elsewhere", HubName = "%HubOfChat%")]
        public SignalRMessageAction Setting([HttpTrigger("post")] HttpRequest request) => new("hello", []);

        [Function("Route")]
        [SignalROutput(ConnectionStringSetting = "Elsewhere", HubName = "{hub}")]
        public SignalRMessageAction Route([HttpTrigger("post", Route = "hubs/{hub}")] HttpRequest request) => new("hello", []);
    }
}
