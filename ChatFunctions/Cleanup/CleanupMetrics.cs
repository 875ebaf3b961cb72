using System.Diagnostics.Metrics;

namespace ChatFunctions.Cleanup;

/// <summary>The metrics of the cleanup; docs/operations.md describes them.</summary>
internal sealed class CleanupMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _removed = meters.Create(ChatTelemetry.Name)
        .CreateCounter<long>("chat.cleanup.removed", "{item}", "Items that the cleanup removed, by kind");

    /// <param name="kind">One of the kinds in docs/operations.md.</param>
    /// <param name="count">The number of removed or finished things.</param>
    public void Removed(string kind, int count)
    {
        if (count > 0)
        {
            _removed.Add(count, new KeyValuePair<string, object?>("chat.cleanup.kind", kind));
        }
    }
}
