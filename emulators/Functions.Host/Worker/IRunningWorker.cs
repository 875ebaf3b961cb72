namespace Functions.Host.Worker;

/// <summary>How to start a worker.</summary>
/// <param name="App">The app's assembly.</param>
/// <param name="Arguments">The command line that tells the worker where its host is.</param>
/// <param name="Environment">Environment variables: the app's settings and those that the worker itself reads.</param>
internal sealed record WorkerStart(string App, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);

/// <summary>A started worker. Disposing it ends it, if it hasn't ended by itself.</summary>
internal interface IRunningWorker : IAsyncDisposable
{
    /// <summary>Completes when the worker has ended.</summary>
    Task Exited { get; }
}
