namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Lets requests wait for new events of a room. The instance's own commits wake them immediately; for commits of other instances it reads
/// the head once a second for all waiting requests of a room.
/// </summary>
internal sealed class RoomWaits(RoomStore store, TimeProvider clock, ILogger<RoomWaits> logger)
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watch> _watches = [];

    /// <returns>Whether the room has an event after this seq; false after the time limit.</returns>
    public async Task<bool> ForNewerAsync(string roomId, long after, TimeSpan most, CancellationToken cancellationToken)
    {
        var watch = Enter(roomId);
        try
        {
            // One timer, which ends with the wait.
            using var timeIsUp = new CancellationTokenSource(most, clock);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeIsUp.Token, cancellationToken);
            for (var next = watch.Next; watch.Seq <= after; next = watch.Next)
            {
                await next.WaitAsync(ended.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Leave(roomId, watch);
        }
    }

    /// <summary>Wakes requests that wait for this seq.</summary>
    public void Announce(string roomId, long seq)
    {
        lock (_gate)
        {
            _watches.GetValueOrDefault(roomId)?.Announce(seq);
        }
    }

    private Watch Enter(string roomId)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(roomId, out var watch))
            {
                _watches.Add(roomId, watch = new Watch());
                _ = BackgroundWork.Detach(() => PollAsync(roomId, watch));
            }

            watch.Waiting++;
            return watch;
        }
    }

    private void Leave(string roomId, Watch watch)
    {
        lock (_gate)
        {
            if (--watch.Waiting == 0)
            {
                _watches.Remove(roomId);
                watch.Ended.Cancel();
            }
        }
    }

    private async Task PollAsync(string roomId, Watch watch)
    {
        while (!watch.Ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(PollEvery, clock, watch.Ended.Token);
                if (await store.HeadAsync(roomId, watch.Ended.Token) is { } head)
                {
                    Announce(roomId, head.Seq);
                }
            }
            catch (OperationCanceledException) when (watch.Ended.IsCancellationRequested)
            {
                // No request is waiting.
            }
            catch (Exception e)
            {
                // The next poll may succeed, and requests may still be waiting.
                logger.PollFailed(e, roomId);
            }
        }
    }

    /// <summary>The state shared by a room's waiting requests. Changed under the gate.</summary>
    private sealed class Watch
    {
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Ended { get; } = new();

        public int Waiting { get; set; }

        public long Seq { get; private set; }

        /// <summary>Completes with the next event.</summary>
        public Task Next => Volatile.Read(ref _next).Task;

        public void Announce(long seq)
        {
            if (seq > Seq)
            {
                Seq = seq;
                Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
    }
}
