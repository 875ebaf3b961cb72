using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

/// <summary>Apps that can't start, each for one reason.</summary>
public static class BrokenFunctions
{
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
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "{user}")] SignalRConnectionInfo info)
        {
        }
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
