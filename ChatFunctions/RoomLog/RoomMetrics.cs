using System.Diagnostics.Metrics;
using ChatFunctions.Telemetry;

namespace ChatFunctions.RoomLog;

/// <summary>What the append path measures. docs/operations.md says how to read it.</summary>
internal sealed class RoomMetrics
{
    private static readonly InstrumentAdvice<int> Events = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 24, 32, 40, 49] };

    private readonly Counter<long> _commits;
    private readonly Histogram<int> _events;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _replays;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queued;

    public RoomMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ChatTelemetry.Name);
        _commits = meter.CreateCounter<long>("chat.commits", "{commit}", "Transactions that took effect");
        _events = meter.CreateHistogram("chat.commit.events", "{event}", "Events in one transaction", tags: null, Events);
        _conflicts = meter.CreateCounter<long>("chat.commit.conflicts", "{commit}", "Transactions that another instance or an earlier send forestalled");
        _unknown = meter.CreateCounter<long>("chat.commit.unknown_outcomes", "{commit}", "Transactions whose outcome had to be found out");
        _retries = meter.CreateCounter<long>("chat.commit.retries", "{commit}", "Transactions that were followed by another try");
        _sends = meter.CreateCounter<long>("chat.sends", "{message}", "Messages stored");
        _replays = meter.CreateCounter<long>("chat.send.replays", "{message}", "Messages that had been sent before");
        _duration = meter.CreateHistogram("chat.commit.duration", "s", "From taking up a batch of commands to having its answers", tags: null, ChatTelemetry.Seconds);
        _queued = meter.CreateHistogram("chat.commit.queue.duration", "s", "Commands waiting to be taken up", tags: null, ChatTelemetry.Seconds);
    }

    public bool MeasuresQueue => _queued.Enabled;

    public void Committed(int events)
    {
        _commits.Add(1);
        _events.Record(events);
    }

    public void NotCommitted(Submission submission) => (submission is Submission.Unknown ? _unknown : _conflicts).Add(1);

    public void Retried() => _retries.Add(1);

    public void Sent(int messages, int replays)
    {
        _sends.Add(messages);
        _replays.Add(replays);
    }

    /// <param name="duration">How long it took.</param>
    /// <param name="outcome">What became of the batch, a word.</param>
    public void Ended(TimeSpan duration, string outcome) => _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("chat.commit.outcome", outcome));

    public void Queued(TimeSpan duration) => _queued.Record(duration.TotalSeconds);
}
