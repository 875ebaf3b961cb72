using Functions.Host.Worker;

/// <summary>
/// Runs in the worker's process before its Main, because DOTNET_STARTUP_HOOKS names this assembly. The official worker doesn't end when its
/// host is killed, so this hook ends it. The runtime requires this class name and no namespace.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        new Thread(EndWithHost, maxStackSize: 256 * 1024) { IsBackground = true, Name = nameof(WorkerProcess) }.Start();
    }

    private static void EndWithHost()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        Environment.Exit(1);
    }
}
