using System.Diagnostics;

namespace ChatFunctions.Bench.Clients;

/// <summary>The messages of one run: when each was sent, and how many listeners received it.</summary>
/// <param name="run">The number of the run, which is in its messages.</param>
/// <param name="senders">The number of senders.</param>
/// <param name="listeners">The number of listeners that must receive each message.</param>
internal sealed class Ledger(int run, int senders, int listeners)
{
    public const int MessagesPerSender = 8_192;

    private readonly long[] _sentAt = new long[senders * MessagesPerSender];
    private readonly int[] _heardBy = new int[senders * MessagesPerSender];
    private long _lastHeardByAll;
    private int _sent;
    private int _heardByAll;
    private int _faults;

    public int Run => run;

    public int Places => _sentAt.Length;

    public int SentCount => Volatile.Read(ref _sent);

    /// <summary>The number of messages that all listeners received.</summary>
    public int HeardByAll => Volatile.Read(ref _heardByAll);

    /// <summary>When the last of them was complete.</summary>
    public long LastHeardByAll => Interlocked.Read(ref _lastHeardByAll);

    /// <summary>Messages that a listener received twice, that too many received, or that were never sent.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>A message's index in a list of all.</summary>
    public static int PlaceOf(MessageTag tag) => (tag.Sender * MessagesPerSender) + tag.Number;

    public void Sent(MessageTag tag, long at)
    {
        Volatile.Write(ref _sentAt[PlaceOf(tag)], at);
        Interlocked.Increment(ref _sent);
    }

    /// <summary>Records that a listener received it.</summary>
    /// <returns>Timestamp ticks since it was sent.</returns>
    public long Heard(int place, long now)
    {
        var sentAt = Volatile.Read(ref _sentAt[place]);
        var heardBy = Interlocked.Increment(ref _heardBy[place]);
        if (sentAt == 0 || heardBy > listeners)
        {
            Fault();
        }
        else if (heardBy == listeners)
        {
            Interlocked.Exchange(ref _lastHeardByAll, now);
            Interlocked.Increment(ref _heardByAll);
        }

        return now - sentAt;
    }

    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>Waits until all listeners received every message, or the time is up.</summary>
    public async Task<bool> AllHeardAsync(TimeSpan timeLimit)
    {
        var started = Stopwatch.GetTimestamp();
        while (HeardByAll < SentCount)
        {
            if (Stopwatch.GetElapsedTime(started) > timeLimit)
            {
                return false;
            }

            await Task.Delay(5);
        }

        return true;
    }
}
