
namespace ChatFunctions.Client.Live;

/// <summary>Puts a room's events in order and removes duplicates.</summary>
/// <param name="applied">The seq after which to start.</param>
internal sealed class RoomSequence(long applied)
{
    private readonly SortedDictionary<long, RoomEvent> _early = [];
    private long _applied = applied;

    /// <summary>The seq up to which all events were returned. Thread-safe.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Whether events are held back because earlier ones are missing.</summary>
    public bool HasHole => _early.Count > 0;

    /// <returns>The next events in order, including ones that were held back.</returns>
    public IReadOnlyList<RoomEvent> Take(IEnumerable<RoomEvent> events)
    {
        foreach (var arrived in events.Where(arrived => arrived.Seq > _applied))
        {
            _early[arrived.Seq] = arrived;
        }

        var next = new List<RoomEvent>();
        while (_early.Remove(_applied + 1, out var found))
        {
            next.Add(found);
            Interlocked.Increment(ref _applied);
        }

        return next;
    }
}
