using System.Diagnostics.Metrics;
using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Attachments;
using ChatFunctions.Live;
using ChatFunctions.Rooms;

namespace ChatFunctions.Cleanup;

internal sealed class CleanupFunctions(RoomPurge rooms, AccountErasure accounts, EndedConnections connections, AttachmentSweep attachments, Sweep sweep, CleanupMetrics metrics)
{
    /// <summary>
    /// Finishes interrupted deletions and ends of sessions, and removes expired rows. If one step fails, the others still run. The Functions
    /// host runs it on one instance at a time; running it concurrently is safe.
    /// </summary>
    [Function("CleanUp")]
    public Task CleanUp([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => Task.WhenAll(
        MeasureAsync("deleted_room", rooms.ResumeAsync(cancellationToken)),
        MeasureAsync("erased_account", accounts.ResumeAsync(cancellationToken)),
        MeasureAsync("live_session", connections.ResumeAsync(cancellationToken)),
        MeasureAsync("attachment", attachments.RunAsync(AttachmentSweep.BlobsPerPage, cancellationToken)),
        sweep.RunAsync(Sweep.RowsPerPage, cancellationToken));

    private async Task MeasureAsync(string kind, Task<int> removing) => metrics.Removed(kind, await removing);
}

/// <summary>The metrics of the cleanup; docs/operations.md describes them.</summary>
internal sealed class CleanupMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _removed = meters.Create(ChatTelemetry.Name)
        .CreateCounter<long>("chat.cleanup.removed", "{item}", "Items that the cleanup removed, by kind");

    /// <param name="kind">One of the kinds in docs/operations.md.</param>
    public void Removed(string kind, int count)
    {
        if (count > 0)
        {
            _removed.Add(count, new KeyValuePair<string, object?>("chat.cleanup.kind", kind));
        }
    }
}

internal static partial class LogMessages
{
    [LoggerMessage(150, LogLevel.Information, "Cleanup: {Visited} rows visited, {Removed} removed, in {Milliseconds:0} ms")]
    public static partial void Swept(this ILogger logger, int visited, int removed, double milliseconds);
}
