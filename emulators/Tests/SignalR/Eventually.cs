namespace Emulators.Tests.SignalR;

/// <summary>Waits for a condition; only a failing test reaches the time limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        while (!await condition())
            await Task.Delay(Interval, timeout.Token);
    }
}
