using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace ChatFunctions.Bench.Clients;

/// <summary>
/// A user's live connection, as the browser client opens it: negotiate with the app, then with the service, then a WebSocket with the
/// JSON hub protocol.
/// </summary>
internal sealed class Listener : IAsyncDisposable
{
    private const byte Separator = 0x1e;

    /// <summary>The service drops a client after 30 s of silence.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly FrameReader _frames;
    private byte[] _buffer = new byte[256 * 1024];
    private volatile ReceivedMessages? _received;
    private Task _work = Task.CompletedTask;

    private Listener(FrameReader frames) => _frames = frames;

    /// <param name="user">The user.</param>
    /// <param name="frames">Shared by listeners of the same rooms.</param>
    public static async Task<Listener> OpenAsync(ChatUser user, FrameReader frames)
    {
        var negotiated = await NegotiateAsync(new Uri($"http://127.0.0.1:{user.Port}/api/users/{user.Id}/negotiate?negotiateVersion=1"), user.Token);
        var (url, token) = (new Uri((string)negotiated["url"]!), (string)negotiated["accessToken"]!);
        var id = (string)(await NegotiateAsync(new Uri(url, $"{url.AbsolutePath.TrimEnd('/')}/negotiate{url.Query}&negotiateVersion=1"), token))["connectionToken"]!;

        var listener = new Listener(frames);
        await listener._socket.ConnectAsync(new Uri($"ws://{url.Authority}{url.PathAndQuery}&id={id}&access_token={token}"), CancellationToken.None);
        await listener.WriteAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray());
        listener._work = Task.WhenAll(listener.ListenAsync(), listener.PingAsync());
        return listener;
    }

    /// <summary>Messages from now on are recorded there.</summary>
    public void Use(ReceivedMessages messages) => _received = messages;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _closing.Dispose();
    }

    private static async Task<JsonNode> NegotiateAsync(Uri url, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PostAsync(url, content: null);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task ListenAsync()
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * length);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), _closing.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length = Take(length + read.Count);
        }
    }

    /// <summary>Reads the complete frames at the start of the buffer.</summary>
    /// <returns>The number of bytes left, of an incomplete frame.</returns>
    private int Take(int length)
    {
        var rest = _buffer.AsSpan(0, length);
        for (int end; (end = rest.IndexOf(Separator)) >= 0; rest = rest[(end + 1)..])
        {
            _received?.Add(_frames.Read(rest[..end]));
        }

        rest.CopyTo(_buffer);
        return rest.Length;
    }

    private async Task PingAsync()
    {
        var ping = "{\"type\":6}\u001e"u8.ToArray();
        using var timer = new PeriodicTimer(PingEvery);
        while (await timer.WaitForNextTickAsync(_closing.Token))
        {
            await WriteAsync(ping);
        }
    }

    private ValueTask WriteAsync(byte[] frame) => _socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
}
