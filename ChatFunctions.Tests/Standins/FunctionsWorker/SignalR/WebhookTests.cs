using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_connection_that_opens_reaches_the_function_with_everything_about_it()
    {
        var seen = new Listening.Seen();
        await using var app = await Listening.StartAsync(seen);

        using var response = await Upstream.PostAsync(app, Upstream.Event("connections", "connected", """{"type":10}""", request =>
        {
            request.Headers.Add("X-ASRS-User-Id", "u1");
            request.Headers.Add("X-ASRS-User-Claims", "sub: s1, role: admin, role: user");
            request.Headers.Add("X-ASRS-Client-Query", "?room=r1&room=r2&hub=chat");
        }));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        var context = Assert.Single(seen.Contexts);
        Assert.Equal(
            ("connectionId123", "chat", SignalRInvocationCategory.Connections, "connected", "u1"),
            (context.ConnectionId, context.Hub, context.Category, context.Event, context.UserId));
        Assert.Null(context.Arguments);
        Assert.Null(context.Error);
        Assert.Equal("admin", context.Claims["role"].ToString());
        Assert.Equal((2, "r2"), (context.Query["room"].Count, context.Query["room"][1]));
        Assert.Equal("chat", context.Headers["X-ASRS-Hub"].ToString());
    }

    [Fact]
    public async Task A_connection_that_closes_says_why()
    {
        var seen = new Listening.Seen();
        await using var app = await Listening.StartAsync(seen);

        using var response = await Upstream.PostAsync(app, Upstream.Event("connections", "disconnected", """{"type":11,"error":"it broke"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("it broke", Assert.Single(seen.Contexts).Error);
    }

    [Fact]
    public async Task A_calls_arguments_become_the_named_parameters()
    {
        await using var app = await Listening.StartAsync();

        var answer = await InvokeAsync(app, "move", """["r1",7,{"X":1.5,"Y":-2},null,true]""", "42");

        Assert.Equal("""{"type":3,"invocationId":"42","result":{"Text":"r1 7 1.5 -2 none True 5"}}""" + "\u001e", answer);
    }

    [Theory]
    [InlineData("CHAT", "Messages", "MOVE")]
    [InlineData("chat", "messages", "move")]
    public async Task Hub_category_and_event_are_compared_without_regard_to_case(string hub, string category, string name)
    {
        await using var app = await Listening.StartAsync();

        using var response = await Upstream.PostAsync(app, Upstream.Event(category, name, Upstream.Invocation("move", """["r1",7,{"X":1,"Y":1},null,true]"""), hub: hub));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_call_that_waits_for_no_answer_gets_none()
    {
        await using var app = await Listening.StartAsync();

        Assert.Equal("", await InvokeAsync(app, "echo", """["hello"]""", null));
        Assert.Equal("""{"type":3,"invocationId":"1","result":"hello"}""" + "\u001e", await InvokeAsync(app, "echo", """["hello"]""", "1"));
        Assert.Equal("""{"type":3,"invocationId":"1","result":null}""" + "\u001e", await InvokeAsync(app, "quiet", "[]", "1"));
    }

    [Fact]
    public async Task A_failing_function_is_an_error_for_who_waits()
    {
        await using var app = await Listening.StartAsync();

        Assert.Equal("""{"type":3,"invocationId":"1","error":"It fails."}""" + "\u001e", await InvokeAsync(app, "fails", "[]", "1"));
        Assert.Equal("", await InvokeAsync(app, "fails", "[]", null));
    }

    [Theory]
    [InlineData("""["r1"]""")]
    [InlineData("""["r1","seven",{"X":1,"Y":1},null,true]""")]
    public async Task Arguments_that_do_not_fit_are_an_error_for_who_waits(string arguments)
    {
        await using var app = await Listening.StartAsync();

        var answer = JsonElement.Parse((await InvokeAsync(app, "move", arguments, "1")).TrimEnd('\u001e'));

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.NotEmpty(app.Logs.Errors);
    }

    [Fact]
    public async Task Outputs_are_sent_before_the_service_is_answered_and_their_failure_is_the_functions()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Joining>(settings: signalR.ConnectionSetting);

        using var joined = await Upstream.PostAsync(app, Upstream.Event("connections", "connected", """{"type":10}"""));
        var calls = signalR.Calls;
        signalR.Answer = _ => Task.FromResult(new Reply(HttpStatusCode.InternalServerError));
        using var failed = await Upstream.PostAsync(app, Upstream.Event("connections", "connected", """{"type":10}"""));

        Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        Assert.Equal("/api/hubs/chat/groups/r1/connections/connectionId123?api-version=2022-06-01", Assert.Single(calls).Path);
        Assert.Equal(HttpStatusCode.Forbidden, failed.StatusCode);
    }

    [Fact]
    public async Task Middleware_runs_around_a_listener_too_and_sees_no_http_context()
    {
        var contexts = new List<(string Function, bool HasHttp, object? Room)>();
        await using var app = await Listening.StartAsync(configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            contexts.Add((context.FunctionDefinition.Name, context.GetHttpContext() is not null, context.BindingContext.BindingData["text"]));
            await next();
        }));

        await InvokeAsync(app, "echo", """["hello"]""", "1");

        Assert.Equal(("Echo", false, "hello"), Assert.Single(contexts));
    }

    private static async Task<string> InvokeAsync(FunctionApp app, string target, string arguments, string? invocationId)
    {
        using var response = await Upstream.PostAsync(app, Upstream.Event("messages", target, Upstream.Invocation(target, arguments, invocationId)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    public sealed class Joining
    {
        [Function("Join")]
        [SignalROutput(HubName = "chat")]
        public SignalRGroupAction Connected([SignalRTrigger("chat", "connections", "connected")] SignalRInvocationContext context) =>
            new(SignalRGroupActionType.Add) { ConnectionId = context.ConnectionId, GroupName = "r1" };
    }
}
