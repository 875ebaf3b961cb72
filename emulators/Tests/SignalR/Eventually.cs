namespace Emulators.Tests.SignalR;

/// <summary>Waits for what is bound to happen, and fails when it hasn't after a time that only a fault could take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(Interval, timeout.Token);
    }
}
