using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class OutputOrderTests
{
    [Fact]
    public async Task Nothing_is_sent_before_the_answer_is_complete()
    {
        var gate = new Gate();
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(gate), settings: signalR.ConnectionSetting);

        using var response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/slowanswer"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Empty(signalR.Calls);
        gate.Open();

        Assert.Equal("first half, second half", await response.Content.ReadAsStringAsync());
        Assert.Single(await signalR.WaitForAsync(1));
    }

    [Fact]
    public async Task The_answer_waits_for_no_output_and_neither_does_the_next_request_on_the_connection()
    {
        var gate = new Gate();
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = async _ =>
        {
            await gate.Passing;
            return new Reply(HttpStatusCode.Accepted);
        };
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);
        using var oneConnection = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = app.Url };

        using var first = await oneConnection.PostAsync("/api/two", null).WithinPatienceAsync();
        await signalR.WaitForAsync(1);
        using var second = await oneConnection.PostAsync("/api/two", null).WithinPatienceAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        gate.Open();
        Assert.Equal(4, (await signalR.WaitForAsync(4)).Count);
    }

    [Fact]
    public async Task Items_go_out_one_after_another()
    {
        var gate = new Gate();
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = async call =>
        {
            if (call.Body.Contains("first", StringComparison.Ordinal))
                await gate.Passing;
            return new Reply(HttpStatusCode.Accepted);
        };
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);

        await app.Client.PostAsync("/api/two", null);
        await signalR.WaitForAsync(1);
        Assert.Single(signalR.Calls);
        gate.Open();

        Assert.Equal(["first", "second"], (await signalR.WaitForAsync(2)).Select(Target));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_failing_item_ends_its_output_and_fails_the_invocation_but_not_the_answer(HttpStatusCode status)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = _ => Task.FromResult(new Reply(status, "details that may quote the message"));
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync("/api/two", null);
        var line = await app.Logs.WaitForAsync(line => line.Level == LogLevel.Error);
        await app.StopAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(signalR.Calls);
        Assert.Contains("of Two failed", line.Text);
        Assert.Contains($"{(int)status}", line.Exception!.Message);
        Assert.DoesNotContain("details", line.Exception!.ToString());
    }

    [Theory]
    [InlineData("targetless")]
    [InlineData("nullarguments")]
    [InlineData("nobody")]
    [InlineData("number")]
    [InlineData("nullitem")]
    [InlineData("textofnojson")]
    [InlineData("unserializable")]
    public async Task What_is_neither_message_nor_group_action_fails_the_invocation(string function)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Wrong>(settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync($"/api/{function}", null);
        var line = await app.Logs.WaitForAsync(line => line.Level == LogLevel.Error);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"of {function} failed", line.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(signalR.Calls);
    }

    [Fact]
    public async Task A_service_that_is_down_fails_the_invocation_but_not_the_answer()
    {
        var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);
        await signalR.DisposeAsync();

        using var response = await app.Client.PostAsync("/api/two", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.IsType<HttpRequestException>((await app.Logs.WaitForAsync(line => line.Level == LogLevel.Error)).Exception);
    }

    [Fact]
    public async Task A_connection_that_is_gone_is_no_failure_of_adding_it_to_a_group()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = call => Task.FromResult(call.Method == "PUT"
            ? new Reply(HttpStatusCode.NotFound, ErrorCode: "Error.Connection.NotExisted")
            : new Reply(HttpStatusCode.Accepted));
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);

        await app.Client.PostAsync("/api/gone", null);

        Assert.Equal(["PUT", "POST"], (await signalR.WaitForAsync(2)).Select(call => call.Method));
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_failed_function_sends_nothing()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Functions>(
            builder => Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions.UseMiddleware(builder, async (_, next) =>
            {
                await next();
                throw new InvalidOperationException("After the function.");
            }),
            settings: signalR.ConnectionSetting);

        using var response = await app.Client.PostAsync("/api/two", null);
        await app.StopAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(signalR.Calls);
    }

    [Fact]
    public async Task A_host_that_stops_sends_what_is_still_under_way()
    {
        var gate = new Gate();
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = async _ =>
        {
            await gate.Passing;
            return new Reply(HttpStatusCode.Accepted);
        };
        await using var app = await FunctionApp.StartAsync<Functions>(settings: signalR.ConnectionSetting);
        await app.Client.PostAsync("/api/two", null);
        await signalR.WaitForAsync(1);

        var stopping = app.StopAsync();
        await Eventually.IsTrueAsync(() => !CanConnect(app.Url));
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping.WithinPatienceAsync();

        Assert.Equal(2, signalR.Calls.Count);
        Assert.Empty(app.Logs.Errors);
    }

    private static bool CanConnect(Uri url)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            socket.Connect(url.Host, url.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static string? Target(ReceivedCall call) => System.Text.Json.JsonElement.Parse(call.Body).GetProperty("target").GetString();

    public sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Passing => _open.Task;

        public void Open() => _open.SetResult();
    }

    public sealed class Sent
    {
        [HttpResult]
        public IResult Answer { get; init; } = Results.Ok();

        [SignalROutput(HubName = "chat")]
        public object[]? Output { get; init; }
    }

    private sealed class SlowAnswer(Gate gate) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await httpContext.Response.WriteAsync("first half, ");
            await httpContext.Response.Body.FlushAsync();
            await gate.Passing;
            await httpContext.Response.WriteAsync("second half");
        }
    }

    public sealed class Functions
    {
        [Function("SlowAnswer")]
        public Sent Slow([HttpTrigger("post")] HttpRequest request) => new()
        {
            Answer = new SlowAnswer(request.HttpContext.RequestServices.GetRequiredService<Gate>()),
            Output = [new SignalRMessageAction("first", [])],
        };

        [Function("Two")]
        public Sent Two([HttpTrigger("post")] HttpRequest request) => new()
        {
            Output = [new SignalRMessageAction("first", []), new SignalRMessageAction("second", [])],
        };

        [Function("Gone")]
        public Sent Gone([HttpTrigger("post")] HttpRequest request) => new()
        {
            Output = [new SignalRGroupAction(SignalRGroupActionType.Add) { ConnectionId = "c1", GroupName = "r1" }, new SignalRMessageAction("second", [])],
        };
    }

    public sealed class Wrong
    {
        [Function("Targetless")]
        public Sent Targetless([HttpTrigger("post")] HttpRequest request) => new() { Output = [new { arguments = new[] { 1 } }] };

        [Function("NullArguments")]
        public Sent NullArguments([HttpTrigger("post")] HttpRequest request) => new() { Output = [new SignalRMessageAction("hello")] };

        [Function("Nobody")]
        public Sent Nobody([HttpTrigger("post")] HttpRequest request) => new() { Output = [new SignalRGroupAction(SignalRGroupActionType.Add) { GroupName = "r1" }] };

        [Function("Number")]
        public Sent Number([HttpTrigger("post")] HttpRequest request) => new() { Output = [7] };

        [Function("NullItem")]
        public Sent NullItem([HttpTrigger("post")] HttpRequest request) => new() { Output = [null!] };

        [Function("TextOfNoJson")]
        [SignalROutput(HubName = "chat")]
        public string Text([HttpTrigger("post")] HttpRequest request) => "no JSON";

        [Function("Unserializable")]
        public Sent Unserializable([HttpTrigger("post")] HttpRequest request)
        {
            var loop = new object[1];
            loop[0] = loop;
            return new() { Output = loop };
        }
    }
}
