using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests;

/// <summary>
/// A browser's live connection, reduced to what is on the wire: negotiate with the app, negotiate with the service, a WebSocket, and
/// the hub protocol's JSON (https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md).
/// </summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private const char RecordSeparator = '\x1e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentQueue<JsonNode> _heard = new();
    private readonly CancellationTokenSource _closed = new();
    private Task _reading = Task.CompletedTask;

    private LiveConnection()
    {
    }

    /// <summary>All that was heard so far: invocations, each with <c>target</c> and <c>arguments</c>.</summary>
    public IReadOnlyCollection<JsonNode> Heard => _heard;

    /// <summary>The events of a room heard so far, in the order heard.</summary>
    public IEnumerable<JsonNode> EventsOf(string roomId) => _heard
        .Where(invocation => (string?)invocation["target"] == "roomEvents" && (string?)invocation["arguments"]![0] == roomId)
        .SelectMany(invocation => invocation["arguments"]![1]!.AsArray())!;

    public static async Task<LiveConnection> OpenAsync(ChatUser user)
    {
        var negotiated = await user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{user.Id}/negotiate?negotiateVersion=1");
        var (url, token) = (new Uri((string)negotiated["url"]!), (string)negotiated["accessToken"]!);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PostAsync(new Uri(url, $"{url.AbsolutePath.TrimEnd('/')}/negotiate{url.Query}&negotiateVersion=1"), content: null);
        var id = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["connectionToken"]!;

        var connection = new LiveConnection();
        await connection._socket.ConnectAsync(new Uri($"ws://{url.Authority}{url.PathAndQuery}&id={id}&access_token={token}"), CancellationToken.None);
        await connection.WriteAsync("""{"protocol":"json","version":1}""");
        var first = await connection.ReadAsync();
        Assert.Equal("{}", first[0]);
        connection.Note(first[1..]);
        connection._reading = connection.ListenAsync();
        return connection;
    }

    /// <summary>Waits until something heard fits.</summary>
    public async Task<JsonNode> HearsAsync(Func<JsonNode, bool> fits)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < deadline)
        {
            if (_heard.FirstOrDefault(fits) is { } found)
            {
                return found;
            }

            await Task.Delay(5);
        }

        throw new Xunit.Sdk.XunitException($"Not heard within {Patience}. Heard: {string.Join("\n", _heard.Select(heard => heard.ToJsonString()).Select(text => text[..Math.Min(text.Length, 300)]))}");
    }

    /// <summary>Waits until the room's event with this seq is heard.</summary>
    public async Task<JsonNode> HearsAsync(string roomId, long seq)
    {
        await HearsAsync(_ => EventsOf(roomId).Any(happened => (long?)happened["seq"] == seq));
        return EventsOf(roomId).First(happened => (long?)happened["seq"] == seq);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closed.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                Note(await ReadAsync());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed, by either side: what was heard until then stands.
        }
    }

    private void Note(IEnumerable<string> frames)
    {
        foreach (var invocation in frames.Select(text => JsonNode.Parse(text)!).Where(frame => (int?)frame["type"] == 1))
        {
            _heard.Enqueue(invocation);
        }
    }

    private async Task<string[]> ReadAsync()
    {
        var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        do
        {
            var read = await _socket.ReceiveAsync(buffer, _closed.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("Closed by the service.");
            }

            text.Write(buffer, 0, read.Count);
        }
        while (text.GetBuffer()[text.Length - 1] != RecordSeparator);

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    private Task WriteAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, _closed.Token);
}
