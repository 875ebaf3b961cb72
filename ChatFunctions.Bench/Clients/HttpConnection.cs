using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Bench.Clients;

/// <summary>
/// Sends one HTTP/1.1 request at a time at little cost, because it shares the processor with the servers that it measures. It reads only
/// HTTP as Kestrel writes it, and connects again after an answer that closes the connection.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly int _port;
    private Socket? _socket;
    private byte[] _answer = new byte[4 * 1024];
    private int _length;

    private HttpConnection(int port) => _port = port;

    /// <summary>The last answer, with headers and body.</summary>
    public ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _length);

    /// <summary>The body of the last answer, without chunk headers.</summary>
    public byte[] Body()
    {
        var head = Answer.IndexOf("\r\n\r\n"u8);
        var rest = Answer[(head + 4)..];
        if (Answer[..head].IndexOf("Transfer-Encoding: chunked"u8) < 0)
        {
            return rest.ToArray();
        }

        var body = new List<byte>(rest.Length);
        while (Utf8Parser.TryParse(rest, out int length, out var digits, 'X') && length > 0)
        {
            rest = rest[(digits + 2)..];
            body.AddRange(rest[..length]);
            rest = rest[(length + 2)..];
        }

        return [.. body];
    }

    public static async Task<HttpConnection> OpenAsync(int port)
    {
        var connection = new HttpConnection(port);
        await connection.ConnectAsync();
        return connection;
    }

    /// <returns>The answer's status.</returns>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        var socket = _socket ?? await ConnectAsync();
        await socket.SendAsync(request);
        _length = 0;
        while (!IsWhole(Answer))
        {
            if (_length == _answer.Length)
            {
                Array.Resize(ref _answer, 2 * _length);
            }

            var read = await socket.ReceiveAsync(_answer.AsMemory(_length));
            _length += read > 0 ? read : throw new IOException("The server has closed the connection.");
        }

        if (Answer[..Answer.IndexOf("\r\n\r\n"u8)].IndexOf("\r\nConnection: close"u8) >= 0)
        {
            Dispose();
        }

        return Utf8Parser.TryParse(Answer["HTTP/1.1 ".Length..], out int status, out _) ? status : throw new InvalidDataException("Not an HTTP response.");
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync()
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(IPAddress.Loopback, _port);
        return _socket;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        return Utf8Parser.TryParse(answer[(length + "Content-Length: ".Length)..], out int bytes, out _) && answer.Length >= head + 4 + bytes;
    }
}
