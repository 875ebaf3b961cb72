using System.Diagnostics;

namespace ChatFunctions.Bench.Clients;

/// <summary>The messages of one run: when each was sent, and by how many listeners it has been heard.</summary>
/// <param name="run">Tells this run's messages from those of others.</param>
/// <param name="senders">How many there are.</param>
/// <param name="listeners">How many must hear each message.</param>
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

    /// <summary>Messages that all who must hear them have heard.</summary>
    public int HeardByAll => Volatile.Read(ref _heardByAll);

    /// <summary>When that was so for the last of them.</summary>
    public long LastHeardByAll => Interlocked.Read(ref _lastHeardByAll);

    /// <summary>Messages heard twice by one listener, by more than should, or never sent.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>A message's place in a list of all.</summary>
    public static int PlaceOf(MessageTag tag) => (tag.Sender * MessagesPerSender) + tag.Number;

    public void Sent(MessageTag tag, long at)
    {
        Volatile.Write(ref _sentAt[PlaceOf(tag)], at);
        Interlocked.Increment(ref _sent);
    }

    /// <summary>One listener has heard it.</summary>
    /// <returns>Time stamps since it was sent.</returns>
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

    /// <summary>Waits until every message was heard by all, or the time is up.</summary>
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
