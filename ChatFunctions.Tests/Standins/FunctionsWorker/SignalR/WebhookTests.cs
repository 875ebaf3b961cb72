using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class WebhookTests
{
    private const string Connection = $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;";

    /// <summary>The signature of the connection "connectionId123" by the emulator's key, as Azure's documentation gives it.</summary>
    private const string GoldenSignature = "sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee";

    [Fact]
    public async Task A_connection_that_opens_reaches_the_function_with_everything_about_it()
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen);

        using var response = await PostAsync(app, Event("connections", "connected", """{"type":10}""", request =>
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
        var seen = new Seen();
        await using var app = await StartAsync(seen);

        using var response = await PostAsync(app, Event("connections", "disconnected", """{"type":11,"error":"it broke"}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("it broke", Assert.Single(seen.Contexts).Error);
    }

    [Fact]
    public async Task A_calls_arguments_become_the_named_parameters()
    {
        await using var app = await StartAsync();

        var answer = await InvokeAsync(app, "move", """["r1",7,{"X":1.5,"Y":-2},null,true]""", "42");

        Assert.Equal("""{"type":3,"invocationId":"42","result":{"Text":"r1 7 1.5 -2 none True 5"}}""" + "\u001e", answer);
    }

    [Theory]
    [InlineData("CHAT", "Messages", "MOVE")]
    [InlineData("chat", "messages", "move")]
    public async Task Hub_category_and_event_are_compared_without_regard_to_case(string hub, string category, string name)
    {
        await using var app = await StartAsync();

        using var response = await PostAsync(app, Event(category, name, Invocation("move", """["r1",7,{"X":1,"Y":1},null,true]"""), hub: hub));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_call_that_waits_for_no_answer_gets_none()
    {
        await using var app = await StartAsync();

        Assert.Equal("", await InvokeAsync(app, "echo", """["hello"]""", null));
        Assert.Equal("""{"type":3,"invocationId":"1","result":"hello"}""" + "\u001e", await InvokeAsync(app, "echo", """["hello"]""", "1"));
        Assert.Equal("""{"type":3,"invocationId":"1","result":null}""" + "\u001e", await InvokeAsync(app, "quiet", "[]", "1"));
    }

    [Fact]
    public async Task A_failing_function_is_an_error_for_who_waits()
    {
        await using var app = await StartAsync();

        Assert.Equal("""{"type":3,"invocationId":"1","error":"It fails."}""" + "\u001e", await InvokeAsync(app, "fails", "[]", "1"));
        Assert.Equal("", await InvokeAsync(app, "fails", "[]", null));
    }

    [Theory]
    [InlineData("""["r1"]""")]
    [InlineData("""["r1","seven",{"X":1,"Y":1},null,true]""")]
    public async Task Arguments_that_do_not_fit_are_an_error_for_who_waits(string arguments)
    {
        await using var app = await StartAsync();

        var answer = JsonElement.Parse((await InvokeAsync(app, "move", arguments, "1")).TrimEnd('\u001e'));

        Assert.True(answer.TryGetProperty("error", out _));
        Assert.NotEmpty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_function_that_fails_refuses_the_connection()
    {
        await using var app = await StartAsync(new Seen { Refuse = true });

        using var opened = await PostAsync(app, Event("connections", "connected", """{"type":10}"""));
        using var closed = await PostAsync(app, Event("connections", "disconnected", """{"type":11}"""));

        Assert.Equal(HttpStatusCode.Forbidden, opened.StatusCode);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }

    [Theory]
    [InlineData(GoldenSignature, HttpStatusCode.OK)]
    [InlineData("SHA256=8F58E951EF866676949179DD4608E9B9F545F61E5B63F82A938B14145BE5F7EE", HttpStatusCode.OK)]
    [InlineData($"sha256=0000, {GoldenSignature}", HttpStatusCode.OK)]
    [InlineData("sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ef", HttpStatusCode.Unauthorized)]
    [InlineData("8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Only_the_service_can_report_an_event(string? signature, HttpStatusCode expected)
    {
        var seen = new Seen();
        await using var app = await StartAsync(seen);
        using var request = Event("connections", "connected", """{"type":10}""");
        request.Headers.Remove("X-ASRS-Signature");
        if (signature is not null)
            request.Headers.Add("X-ASRS-Signature", signature);

        using var response = await PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, seen.Contexts.Count);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    public async Task Other_content_is_not_taken(string? contentType, HttpStatusCode expected)
    {
        await using var app = await StartAsync();
        using var request = Event("connections", "connected", """{"type":10}""");
        request.Content!.Headers.Remove("Content-Type");
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("X-ASRS-Hub", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Category", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Event", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Connection-Id", HttpStatusCode.InternalServerError)]
    public async Task An_event_must_say_what_it_is_about(string header, HttpStatusCode expected)
    {
        await using var app = await StartAsync();
        using var request = Event("connections", "connected", """{"type":10}""");
        request.Headers.Remove(header);

        using var response = await PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("chat", "messages", "unheard")]
    [InlineData("other", "connections", "connected")]
    public async Task An_event_that_nobody_listens_to_is_not_found(string hub, string category, string name)
    {
        await using var app = await StartAsync();

        using var response = await PostAsync(app, Event(category, name, Invocation(name, "[]"), hub: hub));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("connections", "disconnected", """{"type":10}""")]
    [InlineData("connections", "disconnected", "no JSON")]
    [InlineData("connections", "disconnected", "[]")]
    [InlineData("messages", "echo", """{"type":1,"target":"other","arguments":["x"]}""")]
    public async Task A_body_that_does_not_fit_its_event_is_an_error(string category, string name, string body)
    {
        await using var app = await StartAsync();

        using var response = await PostAsync(app, Event(category, name, body));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.NotEmpty(app.Logs.Errors);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("?code=system-key", HttpStatusCode.OK)]
    public async Task A_configured_system_key_is_asked_for(string query, HttpStatusCode expected)
    {
        await using var app = await StartAsync(settings: "AzureFunctionsJobHost:systemKeys:signalr_extension=system-key");

        using var response = await PostAsync(app, Event("connections", "connected", """{"type":10}"""), query);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Outputs_are_sent_before_the_service_is_answered_and_their_failure_is_the_functions()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<Joining>(settings: signalR.ConnectionSetting);

        using var joined = await PostAsync(app, Event("connections", "connected", """{"type":10}"""));
        var calls = signalR.Calls;
        signalR.Answer = _ => Task.FromResult(new Reply(HttpStatusCode.InternalServerError));
        using var failed = await PostAsync(app, Event("connections", "connected", """{"type":10}"""));

        Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        Assert.Equal("/api/hubs/chat/groups/r1/connections/connectionId123?api-version=2022-06-01", Assert.Single(calls).Path);
        Assert.Equal(HttpStatusCode.Forbidden, failed.StatusCode);
    }

    [Fact]
    public async Task Middleware_runs_around_a_listener_too_and_sees_no_http_context()
    {
        var contexts = new List<(string Function, bool HasHttp, object? Room)>();
        await using var app = await StartAsync(configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            contexts.Add((context.FunctionDefinition.Name, context.GetHttpContext() is not null, context.BindingContext.BindingData["text"]));
            await next();
        }));

        await InvokeAsync(app, "echo", """["hello"]""", "1");

        Assert.Equal(("Echo", false, "hello"), Assert.Single(contexts));
    }

    private static Task<FunctionApp> StartAsync(Seen? seen = null, Action<FunctionsApplicationBuilder>? configure = null, params string[] settings) =>
        FunctionApp.StartAsync<Functions>(
            builder =>
            {
                builder.Services.AddSingleton(seen ?? new Seen());
                configure?.Invoke(builder);
            },
            settings: [Connection, .. settings]);

    private static async Task<string> InvokeAsync(FunctionApp app, string target, string arguments, string? invocationId)
    {
        using var response = await PostAsync(app, Event("messages", target, Invocation(target, arguments, invocationId)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(FunctionApp app, HttpRequestMessage request, string query = "")
    {
        request.RequestUri = new Uri($"/runtime/webhooks/signalr{query}", UriKind.Relative);
        return await app.Client.SendAsync(request);
    }

    private static string Invocation(string target, string arguments, string? invocationId = null) =>
        $$"""{"type":1,"target":"{{target}}","arguments":{{arguments}}{{(invocationId is null ? "" : $",\"invocationId\":\"{invocationId}\"")}}}""";

    private static HttpRequestMessage Event(string category, string name, string body, Action<HttpRequestMessage>? prepare = null, string hub = "chat")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-ASRS-Connection-Id", "connectionId123");
        request.Headers.Add("X-ASRS-Hub", hub);
        request.Headers.Add("X-ASRS-Category", category);
        request.Headers.Add("X-ASRS-Event", name);
        request.Headers.Add("X-ASRS-Signature", GoldenSignature);
        prepare?.Invoke(request);
        return request;
    }

    public sealed class Seen
    {
        public List<SignalRInvocationContext> Contexts { get; } = [];

        public bool Refuse { get; init; }
    }

    public sealed record Point(double X, double Y);

    public sealed record Moved(string Text);

    public sealed class Functions(Seen seen)
    {
        [Function("Opened")]
        public void Connected([SignalRTrigger("chat", "connections", "connected")] SignalRInvocationContext context) => Take(context);

        [Function("Closed")]
        public Task Disconnected([SignalRTrigger("chat", "connections", "disconnected")] SignalRInvocationContext context)
        {
            Take(context);
            return Task.CompletedTask;
        }

        [Function("Move")]
        public async Task<Moved> Move(
            [SignalRTrigger("chat", "messages", "move", "roomId", "COUNT", "point", "missing", "flag")] SignalRInvocationContext context,
            string roomId, int count, Point point, int? missing, bool flag, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return new Moved($"{roomId} {count} {point.X} {point.Y} {missing?.ToString() ?? "none"} {flag} {context.Arguments!.Length}");
        }

        [Function("Echo")]
        public string Echo([SignalRTrigger("chat", "messages", "echo", "text")] SignalRInvocationContext context, string text) => text;

        [Function("Quiet")]
        public void Quiet([SignalRTrigger("chat", "messages", "quiet")] SignalRInvocationContext context) => Take(context);

        [Function("Fails")]
        public string Fails([SignalRTrigger("chat", "messages", "fails")] SignalRInvocationContext context) => throw new InvalidOperationException("It fails.");

        private void Take(SignalRInvocationContext context)
        {
            seen.Contexts.Add(context);
            if (seen.Refuse)
                throw new InvalidOperationException("It is refused.");
        }
    }

    public sealed class Joining
    {
        [Function("Join")]
        [SignalROutput(HubName = "chat")]
        public SignalRGroupAction Connected([SignalRTrigger("chat", "connections", "connected")] SignalRInvocationContext context) =>
            new(SignalRGroupActionType.Add) { ConnectionId = context.ConnectionId, GroupName = "r1" };
    }
}
