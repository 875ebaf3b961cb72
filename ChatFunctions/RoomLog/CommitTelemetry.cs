using System.Diagnostics;
using ChatFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.RoomLog;

/// <summary>Measures, traces and logs what becomes of batches of commands.</summary>
internal sealed class CommitTelemetry(RoomMetrics metrics, TimeProvider clock, ILogger<CommitTelemetry> logger)
{
    public Commit Begin(string roomId, IReadOnlyList<PendingAppend> batch) => new(this, roomId, batch);

    /// <summary>A batch being carried into its room. Disposed of without having been answered, it failed.</summary>
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

        /// <param name="state">The room after it; null: nobody knows.</param>
        /// <param name="answered">How many of the batch, from its start, have their answer.</param>
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

        /// <summary>A child of the request that came first, linked to all that it serves.</summary>
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
