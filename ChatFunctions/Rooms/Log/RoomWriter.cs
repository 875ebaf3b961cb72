using System.Diagnostics;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// One room's commands on this instance. One commit is in flight at a time; what arrives meanwhile gathers into the next
/// (group commit), and a lone command waits for nobody.
/// </summary>
internal sealed class RoomWriter(string roomId, RoomCommitter committer, TimeProvider clock, ILogger logger)
{
    /// <summary>Commands that may wait; with more, storage isn't keeping up and the sender should know.</summary>
    private const int MaxQueue = 5_000;

    private readonly Lock _gate = new();
    private readonly Queue<PendingAppend> _queue = [];
    private bool _pumping;
    private RoomState? _state;
    private DateTimeOffset _lastUsed;

    /// <summary>Whether it can be forgotten: nothing is under way, and the room doesn't exist or hasn't been written to here since then.</summary>
    public bool IsIdle(DateTimeOffset since)
    {
        lock (_gate)
        {
            return !_pumping && (_state?.Head is null || _lastUsed < since);
        }
    }

    /// <summary>The room as this instance last saw it: a hint, which may be behind.</summary>
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
                // Whatever it was, the senders get an answer, and the next batch starts from what storage says.
                _state = null;
                logger.CommitFailed(e, roomId, batch.Count);
                batch.ForEach(append => append.Fail(e));
                batch.Clear();
            }
        }
    }

    /// <summary>Tops the batch up with what waits, to as many as could ever fit into one transaction; none at all ends the pump.</summary>
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

    /// <summary>The clock's timestamp of when it began to wait.</summary>
    public long EnqueuedAt => enqueuedAt;

    /// <summary>The request that it belongs to, if tracing is on.</summary>
    public Activity? Request { get; } = ChatTelemetry.Source.HasListeners() ? Activity.Current : null;

    /// <summary>The latest decision; it is made again whenever another instance has changed the room.</summary>
    public Decision Decision { get; set; } = Decision.Unchanged;

    public Task<Outcome<Appended>> Task => _completion.Task;

    public void Complete(Outcome<Appended> outcome) => _completion.TrySetResult(outcome);

    /// <summary>Storage being away is a refusal like others; anything else is a bug.</summary>
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

/// <summary>What became of a command.</summary>
/// <param name="Head">The room after it.</param>
/// <param name="Events">The events it made; none where nothing had to change.</param>
/// <param name="Sent">For sends: each of the command's messages, and whether it was there before.</param>
/// <param name="Broadcast">
/// The events that this command's invocation is to broadcast: those of the whole commit for one of its commands, none for the others.
/// </param>
/// <param name="Message">For changes to a message: the message after them.</param>
internal sealed record Appended(
    RoomHead? Head, IReadOnlyList<RoomEvent> Events, IReadOnlyList<SentMessage> Sent, IReadOnlyList<RoomEvent> Broadcast, Message? Message = null);

internal readonly record struct SentMessage(Message Message, bool Replayed);
