namespace ChatFunctions.Tests.Standins.FunctionsWorker;

/// <summary>Waits for what happens beside a test.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task IsTrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "What was waited for has not happened.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    public static Task<T> WithinPatienceAsync<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task WithinPatienceAsync(this Task task) => task.WaitAsync(Patience);
}
