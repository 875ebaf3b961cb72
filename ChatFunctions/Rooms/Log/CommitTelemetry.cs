using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ChatFunctions.Rooms.Log;

/// <summary>Metrics, traces and logs of commits.</summary>
internal sealed class CommitTelemetry(RoomMetrics metrics, TimeProvider clock, ILogger<CommitTelemetry> logger)
{
    public Commit Begin(string roomId, IReadOnlyList<PendingAppend> batch) => new(this, roomId, batch);

    /// <summary>A commit in progress. It counts as failed if it is disposed before <see cref="Answered"/>.</summary>
    public sealed class Commit : IDisposable
    {
        private readonly CommitTelemetry _telemetry;
        private readonly string _roomId;
        private readonly IReadOnlyList<PendingAppend> _batch;
        private readonly long _started;
        private readonly Activity? _activity;
        private string _outcome = "failed";

        public Commit(CommitTelemetry telemetry, string roomId, IReadOnlyList<PendingAppend> batch)
        {
            (_telemetry, _roomId, _batch, _started) = (telemetry, roomId, batch, telemetry.Clock.GetTimestamp());
            _activity = ChatTelemetry.Source.HasListeners() ? Trace(roomId, batch) : null;
        }

        /// <param name="state">The room after the commit; null if the outcome is unknown.</param>
        /// <param name="answered">How many commands, from the start of the batch, were answered.</param>
        public void Answered(RoomState? state, int answered)
        {
            var metrics = _telemetry.Metrics;
            var (events, sent, replays) = (0, 0, 0);
            for (var i = 0; i < answered; i++)
            {
                var append = _batch[i];
                events += append.Decision.Events.Count;
                for (var j = 0; j < append.Decision.Sent.Count; j++)
                {
                    _ = append.Decision.Sent[j].Replayed ? replays++ : sent++;
                }

                if (metrics.MeasuresQueue)
                {
                    metrics.Queued(_telemetry.Clock.GetElapsedTime(append.EnqueuedAt, _started));
                }
            }

            if (state is null)
            {
                _outcome = "gave_up";
                _telemetry.Logger.CommitGivenUp(_roomId, answered, Elapsed.TotalMilliseconds);
                return;
            }

            _outcome = events > 0 ? "committed" : "unchanged";
            metrics.Sent(sent, replays);
            _activity?.SetTag("chat.commit.events", events);
            _activity?.SetTag("chat.room.seq", state.Head?.Seq);
            _telemetry.Logger.Committed(_roomId, answered, events, state.Head?.Seq, Elapsed.TotalMilliseconds);
        }

        public void Dispose()
        {
            _telemetry.Metrics.Ended(Elapsed, _outcome);
            _activity?.SetStatus(_outcome is "failed" or "gave_up" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            _activity?.Dispose();
        }

        private TimeSpan Elapsed => _telemetry.Clock.GetElapsedTime(_started);

        /// <summary>A child of the batch's first request, linked to all its requests.</summary>
        private static Activity? Trace(string roomId, IReadOnlyList<PendingAppend> batch)
        {
            var requests = batch.Select(append => append.Request?.Context ?? default).Where(context => context != default).Distinct().ToArray();
            var activity = ChatTelemetry.Source.StartActivity(
                ActivityKind.Internal, requests.FirstOrDefault(), links: requests.Select(request => new ActivityLink(request)), name: "commit");
            activity?.SetTag(ChatTelemetry.RoomId, roomId);
            activity?.SetTag("chat.commit.commands", batch.Count);
            return activity;
        }
    }

    private RoomMetrics Metrics => metrics;

    private TimeProvider Clock => clock;

    private ILogger Logger => logger;
}

/// <summary>The metrics of the room log; docs/operations.md describes them.</summary>
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

    /// <param name="duration">The time from taking the batch to answering it.</param>
    /// <param name="outcome">The value of the tag <c>chat.commit.outcome</c>.</param>
    public void Ended(TimeSpan duration, string outcome) => _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("chat.commit.outcome", outcome));

    public void Queued(TimeSpan duration) => _queued.Record(duration.TotalSeconds);
}
