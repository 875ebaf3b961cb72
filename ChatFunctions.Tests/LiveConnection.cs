using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatFunctions.Tests;

/// <summary>A user's live connection with the official .NET client, which records the invocations it receives.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>The targets of live messages with their numbers of arguments; see docs/events.md.</summary>
    private static readonly (string Target, int Arguments)[] Invocations =
        [("roomEvents", 2), ("roomsChanged", 1), ("read", 1), ("typing", 1), ("presence", 1), ("notification", 1)];

    private readonly HubConnection _connection;
    private readonly ConcurrentQueue<JsonNode> _received = new();
    private readonly TaskCompletionSource _closed = NewSignal();
    private TaskCompletionSource _nextReceived = NewSignal();

    private LiveConnection(Uri url, string token)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(url, http =>
            {
                http.AccessTokenProvider = () => Task.FromResult<string?>(token);
                http.HttpMessageHandlerFactory = _ => new DescribedHandler(record: null);
            })
            .Build();
        _connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var (target, arguments) in Invocations)
        {
            _connection.On(target, [.. Enumerable.Repeat(typeof(JsonNode), arguments)], values =>
            {
                Record(target, values);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>The invocations received so far, each with <c>type</c>, <c>target</c> and <c>arguments</c>.</summary>
    public IReadOnlyCollection<JsonNode> Received => _received;

    /// <summary>The events of a room received so far, in the order of arrival.</summary>
    public IEnumerable<JsonNode> EventsOf(string roomId) => _received
        .Where(invocation => (string?)invocation["target"] == "roomEvents" && (string?)invocation["arguments"]![0] == roomId)
        .SelectMany(invocation => invocation["arguments"]![1]!.AsArray())!;

    public bool IsClosed => _closed.Task.IsCompleted;

    public static Task<LiveConnection> OpenAsync(ChatUser user) =>
        OpenAsync(new Uri(user.Http.BaseAddress!, $"users/{user.Id}"), (string)user.Session["accessToken"]!);

    /// <param name="url">The user's URL at the API, or one that negotiation returned.</param>
    /// <param name="token">The token for that URL.</param>
    public static async Task<LiveConnection> OpenAsync(Uri url, string token)
    {
        var live = new LiveConnection(url, token);
        using var timeout = new CancellationTokenSource(TimeLimit);
        await live._connection.StartAsync(timeout.Token);
        return live;
    }

    /// <summary>Waits until the connection is closed.</summary>
    public Task ClosesAsync() => _closed.Task.WaitAsync(TimeLimit);

    /// <summary>Waits for an invocation that matches; the condition is checked again when one arrives.</summary>
    public async Task<JsonNode> ReceivesAsync(Func<JsonNode, bool> matches)
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        while (true)
        {
            var next = Volatile.Read(ref _nextReceived).Task;
            if (_received.FirstOrDefault(matches) is { } found)
            {
                return found;
            }

            try
            {
                await next.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new Xunit.Sdk.XunitException($"Not received within {TimeLimit}. Received: {string.Join("\n", _received.Select(Describe))}");
            }
        }
    }

    /// <summary>Waits until the room's event with this seq arrives.</summary>
    public async Task<JsonNode> ReceivesAsync(string roomId, long seq)
    {
        await ReceivesAsync(_ => EventsOf(roomId).Any(happened => (long?)happened["seq"] == seq));
        return EventsOf(roomId).First(happened => (long?)happened["seq"] == seq);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Record(string target, object?[] arguments)
    {
        _received.Enqueue(new JsonObject { ["type"] = 1, ["target"] = target, ["arguments"] = new JsonArray([.. arguments.Cast<JsonNode?>()]) });
        Interlocked.Exchange(ref _nextReceived, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Describe(JsonNode received)
    {
        var text = received.ToJsonString();
        return text[..Math.Min(text.Length, 300)];
    }
}
