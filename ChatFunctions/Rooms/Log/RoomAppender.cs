using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Appends commands to room logs: the only way to change a room except for read markers. docs/guarantees.md lists its guarantees.
/// </summary>
internal sealed class RoomAppender(RoomCommitter committer, RoomStore store, TimeProvider clock, ILogger<RoomAppender> logger)
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, RoomWriter> _writers = new();
    private long _lastSweep = clock.GetTimestamp();

    /// <summary>The number of rooms with a writer on this instance.</summary>
    public int Rooms => _writers.Count;

    /// <returns>
    /// The result once it is durable; a refusal; or 503 if storage didn't answer in time, with an unknown outcome.
    /// </returns>
    public async Task<Outcome<Appended>> AppendAsync(string roomId, RoomCommand command)
    {
        ForgetIdleRooms();
        var appended = await _writers.GetOrAdd(roomId, static (id, self) => new RoomWriter(id, self.Committer, self.Clock, self.Logger), (Committer: committer, Clock: clock, Logger: logger))
            .AppendAsync(command);
        return appended.Refusal == RoomRefusals.NotAMember && await store.IsBannedAsync(command.Actor.Id, roomId, CancellationToken.None) ? RoomRefusals.Banned : appended;
    }

    /// <summary>The room's head as this instance last saw it, if it did; it may be outdated.</summary>
    public RoomHead? LastKnownHead(string roomId) => _writers.TryGetValue(roomId, out var writer) ? writer.LastKnownHead : null;

    /// <summary>A removed room is loaded again when it is used. A command enqueued during the removal uses a second writer, which is safe.</summary>
    private void ForgetIdleRooms()
    {
        var last = Interlocked.Read(ref _lastSweep);
        if (clock.GetElapsedTime(last) < SweepEvery || Interlocked.CompareExchange(ref _lastSweep, clock.GetTimestamp(), last) != last)
        {
            return;
        }

        var since = clock.GetUtcNow() - IdleFor;
        foreach (var (roomId, writer) in _writers)
        {
            if (writer.IsIdle(since))
            {
                _writers.TryRemove(roomId, out _);
            }
        }
    }
}

/// <summary>
/// The queue of one room's commands on this instance. One commit is in flight at a time; commands that arrive meanwhile form the next batch
/// (group commit). A single command is committed without delay.
/// </summary>
internal sealed class RoomWriter(string roomId, RoomCommitter committer, TimeProvider clock, ILogger logger)
{
    /// <summary>The longest queue. Beyond it, storage is too slow and senders get 503.</summary>
    private const int MaxQueue = 5_000;

    private readonly Lock _gate = new();
    private readonly Queue<PendingAppend> _queue = [];
    private bool _pumping;
    private RoomState? _state;
    private DateTimeOffset _lastUsed;

    /// <summary>Whether it can be removed: it is idle, and the room doesn't exist or this instance hasn't changed it since then.</summary>
    public bool IsIdle(DateTimeOffset since)
    {
        lock (_gate)
        {
            return !_pumping && (_state?.Head is null || _lastUsed < since);
        }
    }

    /// <summary>The room as this instance last saw it, which may be outdated.</summary>
    public RoomHead? LastKnownHead => _state?.Head;

    public Task<Outcome<Appended>> AppendAsync(RoomCommand command)
    {
        var append = new PendingAppend(command, clock.GetTimestamp());
        lock (_gate)
        {
            if (_queue.Count >= MaxQueue)
            {
                return Task.FromResult<Outcome<Appended>>(Refusal.Unavailable);
            }

            _queue.Enqueue(append);
            _lastUsed = clock.GetUtcNow();
            if (_pumping)
            {
                return append.Task;
            }

            _pumping = true;
        }

        _ = BackgroundWork.Detach(PumpAsync);
        return append.Task;
    }

    private async Task PumpAsync()
    {
        var batch = new List<PendingAppend>();
        while (Fill(batch))
        {
            try
            {
                (_state, var answered) = await committer.CommitAsync(roomId, _state, batch);
                batch.RemoveRange(0, answered);

                // Yield so that senders who just got their answer can join the next batch: without it, 64 of them commit by 49 and 15.
                await Task.Yield();
            }
            catch (Exception e)
            {
                // Any failure is answered, and the next batch reads the room's state again.
                _state = null;
                logger.CommitFailed(e, roomId, batch.Count);
                batch.ForEach(append => append.Fail(e));
                batch.Clear();
            }
        }
    }

    /// <summary>Fills the batch from the queue, up to what can fit into one transaction. An empty batch ends the pump.</summary>
    private bool Fill(List<PendingAppend> batch)
    {
        lock (_gate)
        {
            while (batch.Count < RoomTransaction.MaxOperations && _queue.TryDequeue(out var append))
            {
                batch.Add(append);
            }

            return _pumping = batch.Count > 0;
        }
    }
}

/// <summary>A command waiting for its commit.</summary>
internal sealed class PendingAppend(RoomCommand command, long enqueuedAt)
{
    private readonly TaskCompletionSource<Outcome<Appended>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RoomCommand Command => command;

    /// <summary>When it was enqueued, as a timestamp of the clock.</summary>
    public long EnqueuedAt => enqueuedAt;

    /// <summary>The request's activity, if tracing is on.</summary>
    public Activity? Request { get; } = ChatTelemetry.Source.HasListeners() ? Activity.Current : null;

    /// <summary>The latest decision. It is made again after each conflict.</summary>
    public Decision Decision { get; set; } = Decision.Unchanged;

    public Task<Outcome<Appended>> Task => _completion.Task;

    public void Complete(Outcome<Appended> outcome) => _completion.TrySetResult(outcome);

    /// <summary>Unavailable storage is an expected error (503); any other exception is a bug.</summary>
    public void Fail(Exception exception)
    {
        if (StorageUnavailable.Is(exception))
        {
            Complete(Refusal.Unavailable);
        }
        else
        {
            _completion.TrySetException(exception);
        }
    }
}

/// <summary>The result of a committed command.</summary>
/// <param name="Events">The command's events; none if nothing had to change.</param>
/// <param name="Sent">For sends: the messages, and whether each was stored before.</param>
/// <param name="Broadcast">
/// The events that this command's invocation broadcasts: those of the whole commit for one of its commands, none for the others.
/// </param>
/// <param name="Message">For changes of a message: the changed message.</param>
internal sealed record Appended(
    RoomHead? Head, IReadOnlyList<RoomEvent> Events, IReadOnlyList<SentMessage> Sent, IReadOnlyList<RoomEvent> Broadcast, Message? Message = null);

internal readonly record struct SentMessage(Message Message, bool Replayed);
