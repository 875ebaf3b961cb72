using System.Collections.Concurrent;

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
