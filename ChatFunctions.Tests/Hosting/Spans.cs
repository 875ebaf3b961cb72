using System.Collections.Concurrent;
using System.Diagnostics;
using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Collects the spans of the app and its worker. Other tests use the same process, so a test selects its own spans.</summary>
internal sealed class Spans : IDisposable
{
    /// <summary>The worker's name for the span of an invocation if no exporter is configured.</summary>
    public const string Invocation = "Invoke";

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is ChatTelemetry.Name or "Microsoft.Azure.Functions.Worker",
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
