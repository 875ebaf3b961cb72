using System.Buffers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Emulators.Tests.SignalR;

/// <summary>A client that speaks the JSON hub protocol over a WebSocket message by message, and neither pings nor reads on its own.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _read = new();
    private int _taken;

    private RawClient(string id) => Id = id;

    public string Id { get; }

    public static async Task<RawClient> ConnectAsync(SignalRServer server, string? user = null, string hub = SignalRServer.Hub)
    {
        var client = await OpenAsync(server.Url, server.ClientToken(user, hub), hub);
        await client.ShakeHandsAsync();
        return client;
    }

    /// <summary>Negotiates and opens the socket, but says nothing.</summary>
    public static async Task<RawClient> OpenAsync(Uri service, string token, string hub = SignalRServer.Hub, string query = "")
    {
        var negotiation = await NegotiateAsync(service, token, hub);
        var client = new RawClient(negotiation.GetProperty("connectionId").GetString()!);
        string id = negotiation.GetProperty("connectionToken").GetString()!;
        var url = new Uri($"ws://{service.Authority}/client/?hub={hub}&id={Uri.EscapeDataString(id)}&access_token={token}{query}");
        using var timeout = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(url, timeout.Token);
        return client;
    }

    public static async Task<JsonElement> NegotiateAsync(Uri service, string token, string hub = SignalRServer.Hub)
    {
        var url = new Uri(service, $"/client/negotiate?hub={hub}&negotiateVersion=1&access_token={token}");
        using var answer = await Http.PostAsync(url, null);
        Assert.Equal(StatusCodes.Status200OK, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task ShakeHandsAsync()
    {
        await SayAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await NextTextAsync());
    }

    public async Task SayAsync(string message)
    {
        using var timeout = new CancellationTokenSource(Patience);
        byte[] frame = [.. Encoding.UTF8.GetBytes(message), Separator];
        await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
    }

    public async Task<JsonElement> NextAsync() => JsonElement.Parse(await NextTextAsync());

    /// <summary>The one argument of the next message.</summary>
    public async Task<string?> HearAsync() => (await NextAsync()).GetProperty("arguments")[0].GetString();

    /// <summary>The next message, without its end; the empty string if the server has closed the socket.</summary>
    public async Task<string> NextTextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        int end;
        while ((end = _read.WrittenSpan[_taken..].IndexOf(Separator)) < 0)
        {
            var result = await _socket.ReceiveAsync(_read.GetMemory(16 * 1024), timeout.Token);
            if (result.MessageType == WebSocketMessageType.Close) return "";
            _read.Advance(result.Count);
        }
        string text = Encoding.UTF8.GetString(_read.WrittenSpan.Slice(_taken, end));
        _taken += end + 1;
        return text;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
