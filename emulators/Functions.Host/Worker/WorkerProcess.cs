using System.Diagnostics;

namespace Functions.Host.Worker;

/// <summary>The app as a child process, which also ends if this process is killed.</summary>
internal static class WorkerProcess
{
    public static async Task RunAsync(WorkerStart worker, CancellationToken kill)
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
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);

        await process.WaitForExitAsync(CancellationToken.None);
    }
}

/// <param name="App">The app's assembly.</param>
/// <param name="Arguments">The command line that tells the worker where its host is.</param>
/// <param name="Environment">Environment variables: the app's settings and those that the worker itself reads.</param>
internal sealed record WorkerStart(string App, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);
