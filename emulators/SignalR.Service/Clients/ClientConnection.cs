using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace SignalR.Service.Clients;

/// <summary>
/// A client's connection to a hub. Sending never waits: frames are queued, and a client that reads too slowly is
/// dropped, so that it can't delay others.
/// </summary>
internal sealed class ClientConnection(ConnectionContext transport, ClientIdentity identity, ServiceOptions options, TimeProvider time, ILogger logger)
{
    // Bytes copied to the transport between flushes.
    private const int FlushBytes = 64 * 1024;

    // A thread that adds a frame to an idle connection also writes it, which saves waking another thread.
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private long _unsentBytes;
    private long _lastSent = time.GetTimestamp();
    private string? _error;

    public string Id => transport.ConnectionId;

    public string Hub => identity.Hub;

    public string? UserId => identity.UserId;

    public ClientIdentity Identity => identity;

    /// <summary>The connection's groups. Only the hub's directory changes them, under its lock.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The error that ended the connection, if any.</summary>
    public string? Error => _error;

    /// <summary>The time since something was last sent.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Interlocked.Read(ref _lastSent));

    /// <summary>Whether an error means that the transport has ended. Each transport completes its pipes with its own error.</summary>
    public static bool IsBroken(Exception error) => error is IOException or WebSocketException or OperationCanceledException;

    /// <summary>Queues a frame, or drops the connection if too many bytes are queued.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _unsentBytes, frame.Length) <= options.MaxOutgoingBytes)
            _frames.Writer.TryWrite(frame);
        else if (Abort("The client reads too slowly."))
            logger.ClientTooSlow(Id, options.MaxOutgoingBytes);
    }

    /// <summary>Closes the connection once everything queued is sent, and tells the client why. The client may reconnect.</summary>
    public void Close(string? reason)
    {
        if (_frames.Writer.TryWrite(HubFrame.Close(reason)))
            _frames.Writer.TryComplete();
        transport.Transport.Input.CancelPendingRead();
    }

    /// <summary>Closes the connection as <see cref="Close"/> does. Completes once the transport has sent everything.</summary>
    public Task EndAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.ConnectionClosed.Register(ended.SetResult);
        Close(null);
        return ended.Task;
    }

    /// <summary>Closes the connection as <see cref="Close"/> does, because of an error that is also reported upstream.</summary>
    public void Fail(string error)
    {
        Interlocked.CompareExchange(ref _error, error, null);
        Close(error);
    }

    /// <summary>Ends the connection immediately, without sending what is queued. Returns false if it was closing already.</summary>
    public bool Abort(string error)
    {
        var first = _frames.Writer.TryComplete();
        if (first)
            Interlocked.CompareExchange(ref _error, error, null);
        transport.Abort();
        transport.Transport.Output.CancelPendingFlush();
        transport.Transport.Input.CancelPendingRead();
        return first;
    }

    /// <summary>Writes queued frames until the connection is closed or the client has gone.</summary>
    public async Task WriteAsync()
    {
        var output = transport.Transport.Output;
        try
        {
            var isRead = true;
            while (isRead && await _frames.Reader.WaitToReadAsync())
                isRead = await WriteQueuedAsync(output);
            await output.CompleteAsync();
        }
        catch (Exception error) when (IsBroken(error))
        {
            Abort(error.Message);
        }
    }

    // Returns false if the transport has ended.
    private async ValueTask<bool> WriteQueuedAsync(PipeWriter output)
    {
        Interlocked.Exchange(ref _lastSent, time.GetTimestamp());
        var bytes = 0;
        while (bytes < FlushBytes && _frames.Reader.TryRead(out var frame))
        {
            // In one segment: the transport makes a system call for each.
            frame.Span.CopyTo(output.GetSpan(frame.Length));
            output.Advance(frame.Length);
            bytes += frame.Length;
        }
        var flush = await output.FlushAsync();
        Interlocked.Add(ref _unsentBytes, -bytes);
        return !flush.IsCompleted && !flush.IsCanceled;
    }
}
