using System.Diagnostics;

namespace Functions.Host.Worker;

/// <summary>The app as a child process, which also ends if this process is killed.</summary>
internal sealed class WorkerProcess : IRunningWorker
{
    private readonly Process _process;

    private WorkerProcess(Process process) => (_process, Exited) = (process, process.WaitForExitAsync());

    public Task Exited { get; }

    public static Task<IRunningWorker> StartAsync(WorkerStart worker)
    {
        // The worker watches the pipe on standard input (see StartupHook), which the system closes when this process ends.
        var start = new ProcessStartInfo("dotnet", [worker.App, .. worker.Arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(worker.App)!,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in worker.Environment)
            start.Environment[name] = value;

        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        return Task.FromResult<IRunningWorker>(new WorkerProcess(Process.Start(start)!));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await Exited;
        _process.Dispose();
    }
}

/// <summary>A worker that a debugger starts and ends.</summary>
internal sealed class DebuggedWorker(WorkerConnection connection) : IRunningWorker
{
    /// <summary>The id that the debugger passes to the worker.</summary>
    public const string Id = "debug";

    public Task Exited => connection.Closed;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

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
