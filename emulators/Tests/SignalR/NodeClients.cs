using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatFunctions.Tests.Processes;

namespace Emulators.Tests.SignalR;

/// <summary>Official JavaScript clients, by name, in one node process.</summary>
internal sealed class NodeClients : IAsyncDisposable
{
    private const string Script = "emulators/Tests/SignalR/clients.mjs";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NodeProcess _node;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Channel<JsonElement>> _events = new();
    private readonly Task _reading;

    private NodeClients(NodeProcess node)
    {
        _node = node;
        _reading = ReadAsync();
    }

    public static async Task<NodeClients> StartAsync() => new(await NodeProcess.StartAsync(Script, []));

    /// <summary>Connects a client, over the transport of that name in the client's own enumeration, and gives its connection id.</summary>
    public async Task<string> ConnectAsync(string client, SignalRServer server, string transport, string? user = null)
    {
        await StartConnectingAsync(client, server.ClientUrl(), server.ClientToken(user), transport);
        return (await NextAsync(client, "connected")).GetProperty("id").GetString()!;
    }

    /// <param name="client">The client's name.</param>
    /// <param name="url">Where it negotiates.</param>
    /// <param name="token">What its accessTokenFactory gives.</param>
    /// <param name="transport">A name in the client's own enumeration.</param>
    /// <param name="targets">What it listens for.</param>
    public Task StartConnectingAsync(string client, Uri url, string token, string transport, params string[] targets) => CommandAsync(new JsonObject
    {
        ["command"] = "connect",
        ["client"] = client,
        ["url"] = url.ToString(),
        ["token"] = token,
        ["transport"] = transport,
        ["targets"] = new JsonArray([.. (targets.Length > 0 ? targets : ["newMessage", "marker"]).Select(target => (JsonNode?)target)]),
    });

    public Task InvokeAsync(string client, string target, params JsonNode[] arguments) => CommandAsync("invoke", client, target, arguments);

    public Task SendAsync(string client, string target, params JsonNode[] arguments) => CommandAsync("send", client, target, arguments);

    public Task StopAsync(string client) => CommandAsync(new JsonObject { ["command"] = "stop", ["client"] = client });

    /// <summary>The client's next event, which must be of that kind.</summary>
    public async Task<JsonElement> NextAsync(string client, string kind)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        timeout.CancelAfter(Patience);
        var next = await EventsOf(client).Reader.ReadAsync(timeout.Token);
        return next.GetProperty("event").GetString() == kind
            ? next
            : throw new InvalidOperationException($"'{kind}' of client {client} was expected, but it had {next}. {_node.Errors}");
    }

    /// <summary>The one argument of the client's next message.</summary>
    public async Task<string?> HearAsync(string client) => (await NextAsync(client, "message")).GetProperty("arguments")[0].GetString();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _node.DisposeAsync();
        await _reading;
        _end.Dispose();
    }

    private Task CommandAsync(string command, string client, string target, JsonNode[] arguments) => CommandAsync(new JsonObject
    {
        ["command"] = command,
        ["client"] = client,
        ["target"] = target,
        ["arguments"] = new JsonArray(arguments),
    });

    private Task CommandAsync(JsonObject command) => _node.WriteAsync(command.ToJsonString() + "\n");

    private Channel<JsonElement> EventsOf(string client) => _events.GetOrAdd(client, _ => Channel.CreateUnbounded<JsonElement>());

    private async Task ReadAsync()
    {
        try
        {
            while (await _node.ReadLineAsync(_end.Token) is { } line)
            {
                var next = JsonElement.Parse(line);
                EventsOf(next.GetProperty("client").GetString()!).Writer.TryWrite(next);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
