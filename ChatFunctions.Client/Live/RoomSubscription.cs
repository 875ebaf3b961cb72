using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ChatFunctions.Client.Live;

/// <summary>One enumeration of a room's events. What arrives can be repeated, late, out of order or lost.</summary>
internal sealed class RoomSubscription(string roomId, RoomSequence sequence)
{
    /// <summary>A reader that is slower than this loses nothing: it reads the rest from the API.</summary>
    private const int Capacity = 256;

    private readonly Channel<IReadOnlyList<RoomEvent>> _arrived = Channel.CreateBounded<IReadOnlyList<RoomEvent>>(Capacity);
    private int _mustCheck;

    public string RoomId => roomId;

    public RoomSequence Sequence => sequence;

    /// <summary>When events last arrived, to prefer active rooms.</summary>
    public long LastActivity { get; private set; }

    public void Deliver(IReadOnlyList<RoomEvent> events, long now)
    {
        LastActivity = now;
        if (!_arrived.Writer.TryWrite(events))
        {
            Volatile.Write(ref _mustCheck, 1);
        }
    }

    /// <summary>Makes the reader ask the API whether it has missed something.</summary>
    public void Check()
    {
        Volatile.Write(ref _mustCheck, 1);

        // Wakes the reader, unless there is something to read anyway.
        _arrived.Writer.TryWrite([]);
    }

    public void End(Exception reason) => _arrived.Writer.TryComplete(reason);

    /// <summary>Waits for events, or for a request to check.</summary>
    public async Task<(IReadOnlyList<RoomEvent> Events, bool MustCheck)> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var events = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return (events, Interlocked.Exchange(ref _mustCheck, 0) == 1);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason);
            throw;
        }
    }
}
