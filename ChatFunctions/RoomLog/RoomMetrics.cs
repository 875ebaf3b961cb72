using System.Diagnostics.Metrics;

namespace ChatFunctions.RoomLog;

/// <summary>What the append path counts, on the meter <see cref="MeterName"/>.</summary>
internal sealed class RoomMetrics
{
    public const string MeterName = "ChatFunctions.RoomLog";

    private readonly Counter<long> _commits;
    private readonly Histogram<int> _events;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _replays;

    public RoomMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _commits = meter.CreateCounter<long>("chat.commits", "{commit}", "Transactions that took effect");
        _events = meter.CreateHistogram<int>("chat.commit.events", "{event}", "Events in one transaction");
        _rejected = meter.CreateCounter<long>("chat.commits.rejected", "{commit}", "Transactions that another instance or an earlier send forestalled");
        _unknown = meter.CreateCounter<long>("chat.commits.unknown", "{commit}", "Transactions whose outcome had to be found out");
        _replays = meter.CreateCounter<long>("chat.sends.replayed", "{message}", "Messages that had been sent before");
    }

    public void Committed(int events)
    {
        _commits.Add(1);
        _events.Record(events);
    }

    public void NotCommitted(Submission submission) => (submission is Submission.Unknown ? _unknown : _rejected).Add(1);

    public void Replayed(int messages) => _replays.Add(messages);
}
