using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;

namespace Emulators.Tests.SignalR;

/// <summary>
/// The transport of the official .NET client without the hub protocol: the test reads and writes the protocol's messages. It doesn't
/// ping or read by itself.
/// </summary>
internal sealed class ProtocolClient : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private readonly HttpConnection _connection;

    private ProtocolClient(HttpConnection connection) => _connection = connection;

    public string Id => _connection.ConnectionId!;

    public static async Task<ProtocolClient> ConnectAsync(SignalRServer server, string? user = null)
    {
        var client = await OpenAsync(server, user);
        await client.WriteAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await client.ReadTextAsync());
        return client;
    }

    /// <summary>Opens a WebSocket, without the hub protocol's handshake.</summary>
    public static async Task<ProtocolClient> OpenAsync(SignalRServer server, string? user = null)
    {
        var options = new HttpConnectionOptions
        {
            Url = server.ClientUrl(),
            AccessTokenProvider = () => Task.FromResult<string?>(server.ClientToken(user)),
            Transports = HttpTransportType.WebSockets,
        };
        var connection = new HttpConnection(options, loggerFactory: null);
        using var timeout = new CancellationTokenSource(TimeLimit);
        await connection.StartAsync(TransferFormat.Text, timeout.Token);
        return new ProtocolClient(connection);
    }

    public async Task WriteAsync(string message)
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        await _connection.Transport.Output.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(message), Separator], timeout.Token);
    }

    public async Task<JsonElement> ReadAsync() => JsonElement.Parse(await ReadTextAsync());

    /// <summary>The next message without its separator; empty if the service has closed the connection.</summary>
    public async Task<string> ReadTextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        var input = _connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(timeout.Token);
            if (read.Buffer.PositionOf(Separator) is { } end)
            {
                string text = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return text;
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return "";
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
