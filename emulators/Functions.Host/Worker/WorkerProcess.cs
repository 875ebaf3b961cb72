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
