using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class OutputFailureTests
{
    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_failing_item_ends_its_output_and_fails_the_invocation_but_not_the_answer(HttpStatusCode status)
    {
        await using var signalR = await FakeSignalR.StartAsync();
        signalR.Answer = _ => Task.FromResult(new Reply(status, "details that may quote the message"));
        await using var app = await FunctionApp.StartAsync<OutputOrderTests.Functions>(settings: signalR.ConnectionSetting);

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
        await using var app = await FunctionApp.StartAsync<OutputOrderTests.Functions>(settings: signalR.ConnectionSetting);
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
        await using var app = await FunctionApp.StartAsync<OutputOrderTests.Functions>(settings: signalR.ConnectionSetting);

        await app.Client.PostAsync("/api/gone", null);

        Assert.Equal(["PUT", "POST"], (await signalR.WaitForAsync(2)).Select(call => call.Method));
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_failed_function_sends_nothing()
    {
        await using var signalR = await FakeSignalR.StartAsync();
        await using var app = await FunctionApp.StartAsync<OutputOrderTests.Functions>(
            builder => builder.UseMiddleware(async (_, next) =>
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

    public sealed class Wrong
    {
        [Function("Targetless")]
        public OutputOrderTests.Sent Targetless([HttpTrigger("post")] HttpRequest request) =>
            new() { Output = [new { arguments = new[] { 1 } }] };

        [Function("NullArguments")]
        public OutputOrderTests.Sent NullArguments([HttpTrigger("post")] HttpRequest request) =>
            new() { Output = [new SignalRMessageAction("hello")] };

        [Function("Nobody")]
        public OutputOrderTests.Sent Nobody([HttpTrigger("post")] HttpRequest request) =>
            new() { Output = [new SignalRGroupAction(SignalRGroupActionType.Add) { GroupName = "r1" }] };

        [Function("Number")]
        public OutputOrderTests.Sent Number([HttpTrigger("post")] HttpRequest request) => new() { Output = [7] };

        [Function("NullItem")]
        public OutputOrderTests.Sent NullItem([HttpTrigger("post")] HttpRequest request) => new() { Output = [null!] };

        [Function("TextOfNoJson")]
        [SignalROutput(HubName = "chat")]
        public string Text([HttpTrigger("post")] HttpRequest request) => "no JSON";

        [Function("Unserializable")]
        public OutputOrderTests.Sent Unserializable([HttpTrigger("post")] HttpRequest request)
        {
            var loop = new object[1];
            loop[0] = loop;
            return new() { Output = loop };
        }
    }
}
