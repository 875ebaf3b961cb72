namespace Functions.Host.Worker;

/// <summary>A worker that a debugger starts and ends.</summary>
internal sealed class DebuggedWorker(WorkerConnection connection) : IRunningWorker
{
    /// <summary>The id that the debugger passes to the worker.</summary>
    public const string Id = "debug";

    public Task Exited => connection.Closed;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
