using System.Threading.Channels;

namespace ChatFunctions.Client.Live;

/// <summary>
/// Listens for one user while someone reads: over a live connection, or by long polling until it opens again. Heartbeats keep the user online and
/// show rooms whose broadcasts were lost.
/// </summary>
internal sealed class LiveFeed(ChatClient chat, ChatClientOptions options, Func<HttpMessageHandler> handlers) : IAsyncDisposable
{
    /// <summary>The time in which a new connection is added to its rooms' groups.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(5);

    /// <summary>Live messages, which expire, are dropped when a reader is slower than this.</summary>
    private static readonly BoundedChannelOptions MessageBuffer = new(1024) { FullMode = BoundedChannelFullMode.DropOldest };

    private readonly object _lock = new();
    private readonly HashSet<RoomSubscription> _rooms = [];
    private readonly HashSet<Channel<LiveMessage>> _listeners = [];
    private CancellationTokenSource? _end;
    private Task _running = Task.CompletedTask;
    private bool _isConnected;

    public RoomSubscription Subscribe(string roomId, RoomSequence sequence)
    {
        var subscription = new RoomSubscription(roomId, sequence);
        lock (_lock)
        {
            _rooms.Add(subscription);
            Start();
        }

        return subscription;
    }

    public void Unsubscribe(RoomSubscription subscription)
    {
        lock (_lock)
        {
            _rooms.Remove(subscription);
            StopIfUnused();
        }
    }

    public Channel<LiveMessage> Listen()
    {
        var listener = Channel.CreateBounded<LiveMessage>(MessageBuffer);
        lock (_lock)
        {
            if (_isConnected)
            {
                listener.Writer.TryWrite(new LiveState(IsConnected: true));
            }

            _listeners.Add(listener);
            Start();
        }

        return listener;
    }

    public void Unlisten(Channel<LiveMessage> listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
            StopIfUnused();
        }
    }

    /// <summary>Ends all enumerations.</summary>
    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(ChatClient)));
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The rooms that are read, most recently active first.</summary>
    internal IReadOnlyList<RoomSubscription> Rooms()
    {
        lock (_lock)
        {
            return [.. _rooms.OrderByDescending(room => room.LastActivity)];
        }
    }

    internal void Deliver(string roomId, IReadOnlyList<RoomEvent> events)
    {
        foreach (var room in Rooms().Where(room => room.RoomId == roomId))
        {
            room.Deliver(events, options.TimeProvider.GetTimestamp());
        }
    }

    private void Start()
    {
        if (_end is null)
        {
            _end = new CancellationTokenSource();
            _running = RunAsync(_end);
        }
    }

    private void StopIfUnused()
    {
        if (_rooms.Count == 0 && _listeners.Count == 0)
        {
            _ = _end?.CancelAsync();
            (_end, _isConnected) = (null, false);
        }
    }

    private void End(Exception reason)
    {
        lock (_lock)
        {
            foreach (var room in _rooms)
            {
                room.End(reason);
            }

            foreach (var listener in _listeners)
            {
                listener.Writer.TryComplete(reason);
            }

            _rooms.Clear();
            _listeners.Clear();
            StopIfUnused();
        }
    }

    private async Task RunAsync(CancellationTokenSource end)
    {
        // The subscriber holds the lock.
        await Task.Yield();
        var heartbeat = new Heartbeat(chat, Rooms, options.TimeProvider);
        var polling = new LongPolling(chat, this, heartbeat, options.TimeProvider);
        Task[] parts =
        [
            heartbeat.RunAsync(end.Token),
            options.UseLiveConnection ? ListenAsync(heartbeat, polling, end.Token) : polling.RunAsync(end.Token),
        ];
        try
        {
            await (await Task.WhenAny(parts).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            // The readers throw it.
            End(e);
        }

        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task ListenAsync(Heartbeat heartbeat, LongPolling polling, CancellationToken cancellationToken)
    {
        var userId = await chat.GetUserIdAsync(cancellationToken).ConfigureAwait(false);
        var connection = new LiveConnection(chat, userId, handlers, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            connection.On(Deliver, Publish);
            while (true)
            {
                await OpenAsync(connection, polling, cancellationToken).ConfigureAwait(false);
                Publish(new LiveState(IsConnected: true));
                for (var pause = Settling; !connection.Closed.IsCompleted; pause = CheckEvery)
                {
                    await heartbeat.CheckAllAsync(cancellationToken).ConfigureAwait(false);
                    await Task.WhenAny(connection.Closed, Task.Delay(pause, options.TimeProvider, cancellationToken)).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                Publish(new LiveState(IsConnected: false));
            }
        }
    }

    private async Task OpenAsync(LiveConnection connection, LongPolling polling, CancellationToken cancellationToken)
    {
        using var gap = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? poll = null;
        try
        {
            for (var failures = 1; !await TryOpenAsync(connection, cancellationToken).ConfigureAwait(false); failures++)
            {
                poll ??= polling.RunAsync(gap.Token);
                if (await Task.WhenAny(poll, Task.Delay(Backoff.After(failures), options.TimeProvider, cancellationToken)).ConfigureAwait(false) == poll)
                {
                    await poll.ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await gap.CancelAsync().ConfigureAwait(false);
            await (poll ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns false if a live connection isn't available now.</summary>
    /// <exception cref="ChatApiException">The session has ended.</exception>
    private static async Task<bool> TryOpenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChatApiException e) when (e.StatusCode != 401)
        {
            return false;
        }
    }

    private void Publish(LiveMessage message)
    {
        lock (_lock)
        {
            _isConnected = message is LiveState state ? state.IsConnected : _isConnected;
            foreach (var listener in _listeners)
            {
                listener.Writer.TryWrite(message);
            }
        }
    }
}
