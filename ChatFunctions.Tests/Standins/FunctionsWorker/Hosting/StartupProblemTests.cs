using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

#pragma warning disable CA1052 // These classes hold functions that can't work.

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class StartupProblemTests
{
    private const string Connection = $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;";

    [Theory]
    [InlineData(typeof(SameName), "SEND", "two functions of that name")]
    [InlineData(typeof(SameRoute), "Second", "also that of 'First'")]
    [InlineData(typeof(Hidden), "ListPublic", "never reached")]
    [InlineData(typeof(MalformedRoute), "Broken", "malformed")]
    [InlineData(typeof(UnknownConstraint), "Broken", "malformed")]
    [InlineData(typeof(ReservedRoute), "Broken", "keeps for itself")]
    [InlineData(typeof(UnboundService), "Broken", "nothing gives parameter 'clock'")]
    [InlineData(typeof(UnboundContext), "Broken", "use its HttpContext")]
    [InlineData(typeof(NoTrigger), "Broken", "no parameter has a trigger")]
    [InlineData(typeof(TwoTriggers), "Broken", "only one parameter")]
    [InlineData(typeof(PocoTrigger), "Broken", "must be an HttpRequest")]
    [InlineData(typeof(BadName), "1st", "starts with a letter")]
    [InlineData(typeof(NotPublic), "Broken", "must be public")]
    [InlineData(typeof(AsyncVoid), "Broken", "async void")]
    [InlineData(typeof(UserLevel), "Broken", "AuthorizationLevel.User")]
    [InlineData(typeof(ImpossibleOutput), "Broken", "can't send System.Int32")]
    [InlineData(typeof(ImpossibleReturn), "Broken", "can't send System.Void")]
    [InlineData(typeof(ResultAsOutput), "Broken", "can't send")]
    [InlineData(typeof(BothOutputs), "Broken", "not both")]
    [InlineData(typeof(TwoResults), "Broken", "only one property")]
    [InlineData(typeof(TwoAttributes), "Broken", "more than one output attribute")]
    [InlineData(typeof(ValueTaskOfOutputs), "Broken", "return Task")]
    [InlineData(typeof(NoHub), "Broken", "no HubName")]
    [InlineData(typeof(BadHub), "Broken", "no name of a hub")]
    [InlineData(typeof(MissingSetting), "Broken", "the setting NoSuchHub")]
    [InlineData(typeof(UnknownExpression), "Broken", "'{user}' in '{user}' names no value")]
    [InlineData(typeof(ConnectionInfoAsNumber), "Broken", "must be a SignalRConnectionInfo")]
    [InlineData(typeof(UnknownEvent), "Broken", "there is no event connections/opened")]
    [InlineData(typeof(MissingParameter), "Broken", "'text', which the method doesn't have")]
    [InlineData(typeof(UnnamedParameter), "Broken", "Name it in the attribute")]
    [InlineData(typeof(RepeatedParameter), "Broken", "differ by more than case")]
    [InlineData(typeof(SameEvent), "Second", "another function listens")]
    public void A_function_that_cannot_work_stops_the_start_and_is_named(Type functions, string name, string problem)
    {
        var message = FunctionApp.WhyNot([functions], settings: Connection);

        Assert.Contains($"Function '{name}': ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(Sends))]
    [InlineData(typeof(Negotiates))]
    [InlineData(typeof(Listens))]
    public void A_missing_connection_is_named(Type functions)
    {
        var message = FunctionApp.WhyNot([functions]);

        Assert.Contains($"Function '{functions.Name}': the setting AzureSignalRConnectionString is missing", message, StringComparison.Ordinal);
        Assert.Contains("AzureSignalRConnectionString__serviceUri", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessKey=abc", "no Endpoint")]
    [InlineData("Endpoint=nowhere;AccessKey=abc", "'nowhere'")]
    [InlineData("Endpoint=http://localhost;Version=1.0", "no AccessKey")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;Version=2.0", "Version=2.0")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;Port=none", "Port 'none'")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;accesskey=def", "twice")]
    [InlineData("Endpoint=http://localhost;AuthType=azure.app", "TenantId")]
    public void A_malformed_connection_string_is_told_without_its_secret(string connectionString, string problem)
    {
        var message = FunctionApp.WhyNot([typeof(Sends)], settings: $"AzureSignalRConnectionString={connectionString}");

        Assert.Contains("Function 'Sends': the setting AzureSignalRConnectionString", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var message = FunctionApp.WhyNot([typeof(SameName), typeof(BadName), typeof(Sends)]);

        Assert.Contains("'SEND'", message);
        Assert.Contains("'1st'", message);
        Assert.Contains("'Sends'", message);
    }

    [Fact]
    public void HTTP_functions_need_the_integration()
    {
        using var root = new ScriptRootFolder();
        var builder = FunctionApp.CreateBuilder([typeof(Hidden)], root);
        builder.Logging.ClearProviders();

        var message = Assert.Throws<InvalidOperationException>(() => builder.Build()).Message;

        Assert.Contains("ConfigureFunctionsWebApplication", message);
    }

    [Fact]
    public void The_functions_are_those_of_the_calling_assembly()
    {
        using var root = new ScriptRootFolder();
        var builder = FunctionsApplication.CreateBuilder([$"--AzureWebJobsScriptRoot={root.Path}"]);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();

        // This assembly's functions are those that can't work.
        var message = Assert.Throws<InvalidOperationException>(() => builder.Build()).Message;

        Assert.Contains("'SEND'", message);
        Assert.Equal(typeof(StartupProblemTests).Assembly.GetName().Name, builder.Environment.ApplicationName);
    }

    public sealed class SameName
    {
        [Function("Send")]
        public void One([HttpTrigger("get")] HttpRequest request) { }

        [Function("SEND")]
        public void Other([HttpTrigger("get", Route = "other")] HttpRequest request) { }
    }

    public sealed class SameRoute
    {
        [Function("First")]
        public void First([HttpTrigger("get", "post", Route = "rooms/{id}")] HttpRequest request) { }

        [Function("Second")]
        public void Second([HttpTrigger("post", Route = "Rooms/{id}")] HttpRequest request) { }
    }

    public sealed class Hidden
    {
        [Function("ListPublic")]
        public void ListPublic([HttpTrigger("get", Route = "rooms/public")] HttpRequest request) { }

        [Function("GetRoom")]
        public void GetRoom([HttpTrigger("get", Route = "rooms/{id}")] HttpRequest request) { }
    }

    public sealed class MalformedRoute
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get", Route = "rooms/{id")] HttpRequest request) { }
    }

    public sealed class UnknownConstraint
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get", Route = "rooms/{id:integer}")] HttpRequest request) { }
    }

    public sealed class ReservedRoute
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get", Route = "administration")] HttpRequest request) { }
    }

    public sealed class UnboundService
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get")] HttpRequest request, TimeProvider clock) { }
    }

    public sealed class UnboundContext
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get")] HttpRequest request, HttpContext context) { }
    }

    public sealed class NoTrigger
    {
        [Function("Broken")]
        public void Run(HttpRequest request) { }
    }

    public sealed class TwoTriggers
    {
        [Function("Broken")]
        public void Run([HttpTrigger("get")] HttpRequest request, [HttpTrigger("post")] HttpRequest other) { }
    }

    public sealed class PocoTrigger
    {
        [Function("Broken")]
        public void Run([HttpTrigger("post")] Uri body) { }
    }

    public sealed class BadName
    {
        [Function("1st")]
        public void Run([HttpTrigger("get")] HttpRequest request) { }
    }

    public sealed class NotPublic
    {
        [Function("Broken")]
        internal void Run([HttpTrigger("get")] HttpRequest request) { }
    }

    public sealed class AsyncVoid
    {
        [Function("Broken")]
        public async void Run([HttpTrigger("get")] HttpRequest request) => await Task.Yield();
    }

    public sealed class UserLevel
    {
        [Function("Broken")]
        public void Run([HttpTrigger(AuthorizationLevel.User, "get")] HttpRequest request) { }
    }

    public sealed class Output<T>
    {
        [SignalROutput(HubName = "chat")]
        public T? Value { get; init; }
    }

    public sealed class ImpossibleOutput
    {
        [Function("Broken")]
        public Output<int> Run([HttpTrigger("get")] HttpRequest request) => new();
    }

    public sealed class ImpossibleReturn
    {
        [Function("Broken")]
        [SignalROutput(HubName = "chat")]
        public async Task Run([HttpTrigger("get")] HttpRequest request) => await Task.Yield();
    }

    public sealed class ResultAsOutput
    {
        [Function("Broken")]
        [SignalROutput(HubName = "chat")]
        public IActionResult Run([HttpTrigger("get")] HttpRequest request) => new OkResult();
    }

    public sealed class BothOutputs
    {
        [Function("Broken")]
        [SignalROutput(HubName = "chat")]
        public Output<SignalRMessageAction> Run([HttpTrigger("get")] HttpRequest request) => new();
    }

    public sealed class WithTwoResults
    {
        [HttpResult]
        public IResult? One { get; init; }

        [HttpResult]
        public IResult? Other { get; init; }
    }

    public sealed class TwoResults
    {
        [Function("Broken")]
        public WithTwoResults Run([HttpTrigger("get")] HttpRequest request) => new();
    }

    public sealed class WithTwoAttributes
    {
        [HttpResult]
        [SignalROutput(HubName = "chat")]
        public IResult? One { get; init; }
    }

    public sealed class TwoAttributes
    {
        [Function("Broken")]
        public WithTwoAttributes Run([HttpTrigger("get")] HttpRequest request) => new();
    }

    public sealed class ValueTaskOfOutputs
    {
        [Function("Broken")]
        public ValueTask<Output<object>> Run([HttpTrigger("get")] HttpRequest request) => new(new Output<object>());
    }

    public sealed class NoHub
    {
        [Function("Broken")]
        [SignalROutput]
        public object? Run([HttpTrigger("get")] HttpRequest request) => null;
    }

    public sealed class BadHub
    {
        [Function("Broken")]
        [SignalROutput(HubName = "2chat")]
        public object? Run([HttpTrigger("get")] HttpRequest request) => null;
    }

    public sealed class MissingSetting
    {
        [Function("Broken")]
        [SignalROutput(HubName = "%NoSuchHub%")]
        public object? Run([HttpTrigger("get")] HttpRequest request) => null;
    }

    public sealed class UnknownExpression
    {
        [Function("Broken")]
        public void Run(
            [HttpTrigger("post", Route = "users/{userId}")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "{user}")] SignalRConnectionInfo info) { }
    }

    public sealed class ConnectionInfoAsNumber
    {
        [Function("Broken")]
        public void Run([HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "chat")] int info) { }
    }

    public sealed class UnknownEvent
    {
        [Function("Broken")]
        public void Run([SignalRTrigger("chat", "connections", "opened")] SignalRInvocationContext context) { }
    }

    public sealed class MissingParameter
    {
        [Function("Broken")]
        public void Run([SignalRTrigger("chat", "messages", "send", "text")] SignalRInvocationContext context) { }
    }

    public sealed class UnnamedParameter
    {
        [Function("Broken")]
        public void Run([SignalRTrigger("chat", "messages", "send")] SignalRInvocationContext context, string text) { }
    }

    public sealed class RepeatedParameter
    {
        [Function("Broken")]
        public void Run([SignalRTrigger("chat", "messages", "send", "text", "TEXT")] SignalRInvocationContext context, string text) { }
    }

    public sealed class SameEvent
    {
        [Function("First")]
        public void First([SignalRTrigger("chat", "messages", "send")] SignalRInvocationContext context) { }

        [Function("Second")]
        public void Second([SignalRTrigger("CHAT", "messages", "Send")] SignalRInvocationContext context) { }
    }

    public sealed class Sends
    {
        [Function("Sends")]
        [SignalROutput(HubName = "chat")]
        public object? Run([HttpTrigger("get")] HttpRequest request) => null;
    }

    public sealed class Negotiates
    {
        [Function("Negotiates")]
        public void Run([HttpTrigger("post")] HttpRequest request, [SignalRConnectionInfoInput(HubName = "chat")] SignalRConnectionInfo info) { }
    }

    public sealed class Listens
    {
        [Function("Listens")]
        public void Run([SignalRTrigger("chat", "messages", "send")] SignalRInvocationContext context) { }
    }
}
