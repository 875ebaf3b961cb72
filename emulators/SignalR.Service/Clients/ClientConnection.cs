using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace SignalR.Service.Clients;

/// <summary>
/// One client's connection to one hub. Sending never waits: frames queue, and a client that falls too far behind is
/// dropped, so that one that reads slowly holds up nobody else.
/// </summary>
internal sealed class ClientConnection(ConnectionContext transport, ClientIdentity identity, ServiceOptions options, TimeProvider time, ILogger logger)
{
    // As much as is copied to the transport before it is asked to keep up.
    private const int FlushBytes = 64 * 1024;

    // Whoever adds a frame to an idle connection also writes it: no other thread need wake for it.
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private long _unsentBytes;
    private long _lastSent = time.GetTimestamp();
    private string? _error;

    public string Id => transport.ConnectionId;

    public string Hub => identity.Hub;

    public string? UserId => identity.UserId;

    public ClientIdentity Identity => identity;

    /// <summary>The groups that it is in. Its hub's directory keeps them, under its lock.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The fault that ended the connection, if it was one.</summary>
    public string? Error => _error;

    /// <summary>How long nothing was sent.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref _lastSent));

    /// <summary>Whether an error is the end of a transport: each ends its pipes with whatever broke it.</summary>
    public static bool IsBroken(Exception error) => error is IOException or WebSocketException or OperationCanceledException;

    /// <summary>Queues a frame, or drops the connection if too much waits already.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _unsentBytes, frame.Length) <= options.MaxOutgoingBytes)
            _frames.Writer.TryWrite(frame);
        else if (Abort("The client reads too slowly."))
            logger.ClientTooSlow(Id, options.MaxOutgoingBytes);
    }

    /// <summary>Ends the connection after what is queued, telling the client why; it may connect again.</summary>
    public void Close(string? reason)
    {
        if (_frames.Writer.TryWrite(HubFrame.Close(reason)))
            _frames.Writer.TryComplete();
        transport.Transport.Input.CancelPendingRead();
    }

    /// <summary>Ends the connection as <see cref="Close"/> does. Completes once its transport has sent everything.</summary>
    public Task EndAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.ConnectionClosed.Register(ended.SetResult);
        Close(null);
        return ended.Task;
    }

    /// <summary>Ends the connection as <see cref="Close"/> does, by the client's fault.</summary>
    public void Fail(string error)
    {
        Interlocked.CompareExchange(ref _error, error, null);
        Close(error);
    }

    /// <summary>Ends the connection at once, with what is queued unsent. Returns false if it was ending already.</summary>
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

    /// <summary>Writes what is queued until the connection is closed or its client gone. Frames sent earlier wait for this.</summary>
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

    // False once nobody reads any more.
    private async ValueTask<bool> WriteQueuedAsync(PipeWriter output)
    {
        Interlocked.Exchange(ref _lastSent, time.GetTimestamp());
        var bytes = 0;
        while (bytes < FlushBytes && _frames.Reader.TryRead(out var frame))
        {
            // In one piece: the transport makes a system call of each segment.
            frame.Span.CopyTo(output.GetSpan(frame.Length));
            output.Advance(frame.Length);
            bytes += frame.Length;
        }
        var flush = await output.FlushAsync();
        Interlocked.Add(ref _unsentBytes, -bytes);
        return !flush.IsCompleted && !flush.IsCanceled;
    }
}
