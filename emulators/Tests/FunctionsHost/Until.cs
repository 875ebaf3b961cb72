namespace Emulators.Tests.FunctionsHost;

/// <summary>Waits for conditions; only a failing test reaches the time limit.</summary>
internal static class Until
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var waited = TimeSpan.Zero; !condition(); waited += TimeSpan.FromMilliseconds(10))
        {
            Assert.True(waited < Limit, "The condition wasn't met.");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
