using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatFunctions.Tests.Processes;

namespace Emulators.Tests.SignalR;

/// <summary>Connections of @microsoft/signalr, all in one node process.</summary>
public sealed class JavaScriptClients : IAsyncLifetime
{
    private const string Script = "emulators/Tests/SignalR/clients.mjs";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Channel<JsonElement>> _events = new();
    private NodeProcess? _node;
    private Task _reading = Task.CompletedTask;
    private int _count;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(Script, []);
        _reading = ReadAsync(_node);
    }

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        await _reading;
    }

    internal async Task<IOfficialClient> ConnectAsync(ClientOptions options)
    {
        string name = $"{Interlocked.Increment(ref _count)}";
        await CommandAsync(name, "connect", new JsonObject
        {
            ["url"] = options.Url.ToString(),
            ["token"] = options.Token,
            ["transport"] = options.Transport.ToString(),
        });
        return new Client(this, name, (await NextAsync(name, "connected")).GetProperty("id").GetString()!);
    }

    private Task CommandAsync(string client, string command, JsonObject? details = null)
    {
        details ??= [];
        details["client"] = client;
        details["command"] = command;
        return _node!.WriteAsync(details.ToJsonString() + "\n");
    }

    /// <summary>The client's next event, which must have the given type.</summary>
    private async Task<JsonElement> NextAsync(string client, string kind)
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        var next = await EventsOf(client).Reader.ReadAsync(timeout.Token);
        return next.GetProperty("event").GetString() == kind
            ? next
            : throw new InvalidOperationException($"'{kind}' was expected, but client {client} had {next}. {_node!.Errors}");
    }

    private Channel<JsonElement> EventsOf(string client) => _events.GetOrAdd(client, _ => Channel.CreateUnbounded<JsonElement>());

    private async Task ReadAsync(NodeProcess node)
    {
        while (await node.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var next = JsonElement.Parse(line);
            EventsOf(next.GetProperty("client").GetString()!).Writer.TryWrite(next);
        }
    }

    private sealed class Client(JavaScriptClients clients, string name, string id) : IOfficialClient
    {
        public string Id => id;

        public async Task<JsonElement> NextAsync() => (await clients.NextAsync(name, "message")).GetProperty("argument");

        public async Task<string?> ClosedAsync() => (await clients.NextAsync(name, "closed")).GetProperty("error").GetString();

        public async Task<string?> InvokeAsync(string target, string argument)
        {
            await clients.CommandAsync(name, "invoke", new JsonObject { ["target"] = target, ["argument"] = argument });
            return (await clients.NextAsync(name, "result")).GetProperty("result").GetString();
        }

        public Task SendAsync(string target, string argument) =>
            clients.CommandAsync(name, "send", new JsonObject { ["target"] = target, ["argument"] = argument });

        public Task StopAsync() => clients.CommandAsync(name, "stop");

        public async ValueTask DisposeAsync() => await StopAsync();
    }
}
