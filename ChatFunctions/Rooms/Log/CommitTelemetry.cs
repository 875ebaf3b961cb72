using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ChatFunctions.Rooms.Log;

/// <summary>Metrics, traces and logs of a commit in progress. It counts as failed if it is disposed before <see cref="Answered"/>.</summary>
internal sealed class CommitTelemetry(RoomMetrics metrics, TimeProvider clock, ILogger logger, string roomId, IReadOnlyList<PendingAppend> batch) : IDisposable
{
    private readonly long _started = clock.GetTimestamp();
    private readonly Activity? _activity = ChatTelemetry.Source.HasListeners() ? Trace(roomId, batch) : null;
    private string _outcome = "failed";

    /// <param name="state">The room after the commit; null if the outcome is unknown.</param>
    /// <param name="answered">How many commands, from the start of the batch, were answered.</param>
    public void Answered(RoomState? state, int answered)
    {
        var (events, sent, replays) = (0, 0, 0);
        for (var i = 0; i < answered; i++)
        {
            var append = batch[i];
            events += append.Decision.Events.Count;
            for (var j = 0; j < append.Decision.Sent.Count; j++)
            {
                _ = append.Decision.Sent[j].Replayed ? replays++ : sent++;
            }

            if (metrics.MeasuresQueue)
            {
                metrics.Queued(clock.GetElapsedTime(append.EnqueuedAt, _started));
            }
        }

        if (state is null)
        {
            _outcome = "gave_up";
            logger.CommitGivenUp(roomId, answered, Elapsed.TotalMilliseconds);
            return;
        }

        _outcome = events > 0 ? "committed" : "unchanged";
        metrics.Sent(sent, replays);
        _activity?.SetTag("chat.commit.events", events);
        _activity?.SetTag("chat.room.seq", state.Head?.Seq);
        logger.Committed(roomId, answered, events, state.Head?.Seq, Elapsed.TotalMilliseconds);
    }

    public void Dispose()
    {
        metrics.Ended(Elapsed, _outcome);
        _activity?.SetStatus(_outcome is "failed" or "gave_up" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        _activity?.Dispose();
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(_started);

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

/// <summary>The metrics of the room log; docs/operations.md describes them.</summary>
internal sealed class RoomMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _commits = Of(meters).CreateCounter<long>("chat.commits", "{commit}", "Transactions that took effect");
    private readonly Histogram<int> _events = Of(meters).CreateHistogram(
        "chat.commit.events", "{event}", "Events in one transaction", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 24, 32, 40, 49] });
    private readonly Counter<long> _conflicts = Of(meters).CreateCounter<long>("chat.commit.conflicts", "{commit}", "Transactions that lost to another commit");
    private readonly Counter<long> _unknown = Of(meters).CreateCounter<long>("chat.commit.unknown_outcomes", "{commit}", "Transactions whose outcome had to be looked up");
    private readonly Counter<long> _retries = Of(meters).CreateCounter<long>("chat.commit.retries", "{commit}", "Transactions that were retried");
    private readonly Counter<long> _sends = Of(meters).CreateCounter<long>("chat.sends", "{message}", "Messages stored");
    private readonly Counter<long> _replays = Of(meters).CreateCounter<long>("chat.send.replays", "{message}", "Sends that had been stored before");
    private readonly Histogram<double> _duration = Of(meters).CreateHistogram(
        "chat.commit.duration", "s", "Time for a batch of commands", tags: null, ChatTelemetry.Seconds);
    private readonly Histogram<double> _queued = Of(meters).CreateHistogram("chat.commit.queue.duration", "s", "Time that commands wait for the previous commit", tags: null, ChatTelemetry.Seconds);

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

    /// <param name="outcome">The value of the tag <c>chat.commit.outcome</c>.</param>
    public void Ended(TimeSpan duration, string outcome) => _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("chat.commit.outcome", outcome));

    public void Queued(TimeSpan duration) => _queued.Record(duration.TotalSeconds);

    private static Meter Of(IMeterFactory meters) => meters.Create(ChatTelemetry.Name);
}
