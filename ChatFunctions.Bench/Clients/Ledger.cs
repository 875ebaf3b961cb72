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
    private readonly int[] _receivedBy = new int[senders * MessagesPerSender];
    private long _lastReceivedByAll;
    private int _sent;
    private int _receivedByAll;
    private int _faults;

    public int Run => run;

    public int Places => _sentAt.Length;

    public int SentCount => Volatile.Read(ref _sent);

    /// <summary>The number of messages that all listeners received.</summary>
    public int ReceivedByAll => Volatile.Read(ref _receivedByAll);

    /// <summary>When the last of them was complete.</summary>
    public long LastReceivedByAll => Interlocked.Read(ref _lastReceivedByAll);

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
    public long Received(int place, long now)
    {
        var sentAt = Volatile.Read(ref _sentAt[place]);
        var receivedBy = Interlocked.Increment(ref _receivedBy[place]);
        if (sentAt == 0 || receivedBy > listeners)
        {
            Fault();
        }
        else if (receivedBy == listeners)
        {
            Interlocked.Exchange(ref _lastReceivedByAll, now);
            Interlocked.Increment(ref _receivedByAll);
        }

        return now - sentAt;
    }

    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>Waits until all listeners received every message, or the time is up.</summary>
    public async Task<bool> AllReceivedAsync(TimeSpan timeLimit)
    {
        var started = Stopwatch.GetTimestamp();
        while (ReceivedByAll < SentCount)
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
