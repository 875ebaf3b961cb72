using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ChatFunctions.Cli.Live;

/// <summary>An open WebSocket as the pair of byte streams that the hub protocol is spoken over. It ends when either side closes it.</summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    private const int ReceiveSize = 4096;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly Pipe _received = new(new PipeOptions(useSynchronizationContext: false));
    private readonly Pipe _toSend = new(new PipeOptions(useSynchronizationContext: false));
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;

    public WebSocketConnection(WebSocket socket)
    {
        _socket = socket;
        Transport = new Streams(_received.Reader, _toSend.Writer);
        _running = Task.WhenAll(ReceiveAsync(), SendAsync());
    }

    public override string ConnectionId { get; set; } = "";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed => _ended.Token;

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

    /// <summary>Sends what is left to send, says goodbye, and doesn't wait for long that the other side does too.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _toSend.Writer.CompleteAsync();
        await _received.Reader.CompleteAsync();
        using var patience = new CancellationTokenSource(CloseTimeout);
        await using var giveUp = patience.Token.Register(_socket.Abort);
        await _running;
        _socket.Dispose();
        _ended.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(_received.Writer.GetMemory(ReceiveSize), CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                _received.Writer.Advance(read.Count);
                if ((await _received.Writer.FlushAsync(CancellationToken.None)).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            failure = e;
        }

        await _received.Writer.CompleteAsync(failure);
        _toSend.Reader.CancelPendingRead();
        await _ended.CancelAsync();
    }

    private async Task SendAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await _toSend.Reader.ReadAsync(CancellationToken.None);
                if (!read.Buffer.IsEmpty)
                {
                    await SendAsync(read.Buffer);
                }

                _toSend.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (
            e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            failure = e;
            _socket.Abort();
        }

        await _toSend.Reader.CompleteAsync(failure);
    }

    /// <summary>One WebSocket message for all that was written together: whole characters, as a text message must be.</summary>
    private async Task SendAsync(ReadOnlySequence<byte> buffer)
    {
        var position = buffer.Start;
        while (buffer.TryGet(ref position, out var part))
        {
            await _socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: position.GetObject() is null, CancellationToken.None);
        }
    }

    private sealed record Streams(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
