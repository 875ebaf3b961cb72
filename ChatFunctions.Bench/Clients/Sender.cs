using System.Diagnostics;
using System.Text;
using ChatFunctions.Bench.Report;

namespace ChatFunctions.Bench.Clients;

/// <summary>Sends messages of 100 bytes to one room over its own connection, each after the previous one is acknowledged.</summary>
internal sealed class Sender : IDisposable
{
    private const int TextBytes = 100;
    private const int Created = 201;

    private readonly HttpConnection _http;
    private readonly byte[] _request;
    private readonly int _textAt;
    private readonly int _idAt;

    private Sender(HttpConnection http, byte[] request)
    {
        (_http, _request) = (http, request);
        var tag = Encoding.ASCII.GetBytes(MessageTag.Placeholder);
        (_textAt, _idAt) = (request.AsSpan().IndexOf(tag), request.AsSpan().LastIndexOf(tag));
    }

    /// <param name="user">The sender.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="port">The port of the app; null: the one that the user registered with.</param>
    public static async Task<Sender> OpenAsync(ChatUser user, string roomId, int? port = null)
    {
        var app = port ?? user.Port;
        var body = $$"""{"text":"{{MessageTag.Placeholder.PadRight(TextBytes, '.')}}","clientMessageId":"{{MessageTag.Placeholder}}"}""";
        var request = $"POST /api/rooms/{roomId}/messages HTTP/1.1\r\nHost: 127.0.0.1:{app}\r\nAuthorization: Bearer {user.Token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        return new Sender(await HttpConnection.OpenAsync(app), Encoding.ASCII.GetBytes(request));
    }

    /// <summary>Sends until the time is up.</summary>
    /// <param name="number">The number of this sender in the run.</param>
    /// <param name="ledger">The ledger of the run.</param>
    /// <param name="until">The timestamp at which to stop.</param>
    /// <returns>The time to each acknowledgement.</returns>
    public async Task<Latencies> SendAsync(int number, Ledger ledger, long until)
    {
        var acks = new Latencies();
        for (var i = 0; i < Ledger.MessagesPerSender; i++)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= until)
            {
                break;
            }

            var tag = new MessageTag(ledger.Run, number, i);
            tag.Write(_request.AsSpan(_textAt));
            tag.Write(_request.AsSpan(_idAt));
            ledger.Sent(tag, now);
            if (await _http.ExchangeAsync(_request) is not Created and var status)
            {
                throw new HttpRequestException($"A send was answered {status}: {Encoding.UTF8.GetString(_http.Answer)}");
            }

            acks.Add(Stopwatch.GetTimestamp() - now);
        }

        return acks;
    }

    public void Dispose() => _http.Dispose();
}
