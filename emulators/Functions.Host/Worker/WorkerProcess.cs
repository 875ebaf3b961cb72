using System.Diagnostics;

namespace Functions.Host.Worker;

/// <summary>The app as a child process, which also ends if this process is killed.</summary>
internal static class WorkerProcess
{
    public static async Task RunAsync(ProcessStartInfo start, CancellationToken kill)
    {
        // The worker watches the pipe on standard input (see StartupHook), which the system closes when this process ends.
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);

        await process.WaitForExitAsync(CancellationToken.None);
    }
}
