namespace ChatFunctions.Tests;

/// <summary>Waits for a condition; only a failing test reaches the time limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"The condition did not become true within {Limit.TotalSeconds} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
