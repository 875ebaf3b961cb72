using System.Collections.Concurrent;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// The way into a room: every durable change of it goes through here (read markers aside), on whatever instance. See
/// docs/architecture.md for what it promises.
/// </summary>
internal sealed class RoomAppender(RoomCommitter committer, RoomStore store, TimeProvider clock, ILogger<RoomAppender> logger)
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, RoomWriter> _writers = new();
    private long _lastSweep = clock.GetTimestamp();

    /// <summary>Rooms that this instance remembers.</summary>
    public int Rooms => _writers.Count;

    /// <returns>
    /// What became of the command, once it is durable; a refusal; or 503 when storage didn't answer in time, after which the command
    /// may or may not have taken effect.
    /// </returns>
    public async Task<Outcome<Appended>> AppendAsync(string roomId, RoomCommand command)
    {
        ForgetIdleRooms();
        var appended = await _writers.GetOrAdd(roomId, static (id, self) => new RoomWriter(id, self.Committer, self.Clock, self.Logger), (Committer: committer, Clock: clock, Logger: logger))
            .AppendAsync(command);
        return appended.Refusal == RoomRefusals.NotAMember && await store.IsBannedAsync(command.Actor.Id, roomId, CancellationToken.None) ? RoomRefusals.Banned : appended;
    }

    /// <summary>The room's head as last seen here, if at all; it may be behind.</summary>
    public RoomHead? LastKnownHead(string roomId) => _writers.TryGetValue(roomId, out var writer) ? writer.LastKnownHead : null;

    /// <summary>What is forgotten costs a reload when the room wakes up; a command that slips in meanwhile only meets another writer.</summary>
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
