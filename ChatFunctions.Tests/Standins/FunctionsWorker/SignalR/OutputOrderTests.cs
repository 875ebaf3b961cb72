using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_host_that_must_stop_at_once_gives_up_what_is_under_way_and_says_so()
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

        try
        {
            await app.StopAsync(new CancellationToken(canceled: true)).WithinPatienceAsync();
        }
        catch (OperationCanceledException)
        {
            // Kestrel says that it had to hurry.
        }

        await app.Logs.WaitForAsync(line => line.Text == "Stopping with the outputs of 1 invocations unsent");
        gate.Open();
        Assert.Single(signalR.Calls);
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
}
