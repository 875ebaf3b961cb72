using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

/// <summary>Functions that send, in all the ways there are.</summary>
public static class Sending
{
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
        public Sent<IEnumerable<SignalRMessageAction>> List([HttpTrigger("post")] HttpRequest request) =>
            new() { Output = Enumerable.Repeat(Hello, 2) };

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
