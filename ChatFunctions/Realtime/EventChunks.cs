using ChatFunctions.RoomLog;

namespace ChatFunctions.Realtime;

/// <summary>Cuts a batch of events into pieces that are each billed, buffered and sent in one go.</summary>
internal static class EventChunks
{
    /// <summary>Bytes of one live message, at most, unless a single event is larger.</summary>
    public const int MaxBytes = 64 * 1024;

    public static IEnumerable<RoomEvent[]> Of(IReadOnlyList<RoomEvent> events)
    {
        var chunk = new List<RoomEvent>(events.Count);
        var bytes = 0;
        foreach (var roomEvent in events)
        {
            var size = roomEvent.EstimatedBytes;
            if (chunk.Count > 0 && bytes + size > MaxBytes)
            {
                yield return [.. chunk];
                chunk.Clear();
                bytes = 0;
            }

            chunk.Add(roomEvent);
            bytes += size;
        }

        yield return [.. chunk];
    }
}
