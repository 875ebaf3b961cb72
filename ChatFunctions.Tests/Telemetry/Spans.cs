using System.Collections.Concurrent;
using System.Diagnostics;
using ChatFunctions.Telemetry;

namespace ChatFunctions.Tests.Telemetry;

/// <summary>Keeps the spans that the app ends. Other tests' instances are in this process too, so a test looks for its own.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ChatTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<Activity> All => _ended;

    public IEnumerable<Activity> InRoom(string roomId, string name) =>
        _ended.Where(span => span.DisplayName == name && (string?)span.GetTagItem(ChatTelemetry.RoomId) == roomId);

    public IEnumerable<Activity> Under(Activity parent) => _ended.Where(span => span.ParentSpanId == parent.SpanId);

    public void Dispose() => _listener.Dispose();
}
