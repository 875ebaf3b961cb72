using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Bench.Clients;

/// <summary>
/// One HTTP/1.1 connection, kept alive, one request at a time and as cheap as can be: it shares the processor with the servers that it
/// measures. It reads what Kestrel writes, and no more of HTTP than that.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _answer = new byte[4 * 1024];
    private int _length;

    /// <summary>The last answer, head and body.</summary>
    public ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _length);

    public static async Task<HttpConnection> OpenAsync(int port)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <returns>The answer's status.</returns>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        _length = 0;
        while (!IsWhole(Answer))
        {
            if (_length == _answer.Length)
            {
                Array.Resize(ref _answer, 2 * _length);
            }

            var read = await _socket.ReceiveAsync(_answer.AsMemory(_length));
            _length += read > 0 ? read : throw new IOException("The server has closed the connection.");
        }

        return Utf8Parser.TryParse(Answer["HTTP/1.1 ".Length..], out int status, out _) ? status : throw new InvalidDataException("Not an answer of HTTP.");
    }

    public void Dispose() => _socket.Dispose();

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
