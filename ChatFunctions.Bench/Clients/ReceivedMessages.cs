using System.Collections;
using System.Diagnostics;
using ChatFunctions.Bench.Report;

namespace ChatFunctions.Bench.Clients;

/// <summary>The messages that one listener receives in one run.</summary>
internal sealed class ReceivedMessages(Ledger ledger)
{
    private readonly BitArray _received = new(ledger.Places);

    /// <summary>The time from the start of a send until it is received here.</summary>
    public Latencies Deliveries { get; } = new();

    public void Add(ReadOnlySpan<MessageTag> tags)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var tag in tags)
        {
            if (tag.Run != ledger.Run)
            {
                continue;
            }

            var place = Ledger.PlaceOf(tag);
            if (_received[place])
            {
                ledger.Fault();
                continue;
            }

            _received[place] = true;
            Deliveries.Add(ledger.Received(place, now));
        }
    }
}
