using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Puts a room's events into their order, each once, however they come.</summary>
/// <param name="applied">The seq of the last event that isn't wanted any more.</param>
internal sealed class RoomSequence(long applied)
{
    private readonly SortedDictionary<long, Received<RoomEvent>> _early = [];
    private long _applied = applied;

    /// <summary>The seq up to which all events have been given out. Can be read at any time from anywhere.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Events have come that can't be given out, for some before them are missing.</summary>
    public bool HasHole => _early.Count > 0;

    /// <returns>Those events that are next now, in order: some of these, and of those that came before them too early.</returns>
    public IReadOnlyList<Received<RoomEvent>> Take(IEnumerable<Received<RoomEvent>> events)
    {
        foreach (var arrived in events.Where(arrived => arrived.Value.Seq > _applied))
        {
            _early[arrived.Value.Seq] = arrived;
        }

        var next = new List<Received<RoomEvent>>();
        while (_early.Remove(_applied + 1, out var found))
        {
            next.Add(found);
            Interlocked.Increment(ref _applied);
        }

        return next;
    }
}
