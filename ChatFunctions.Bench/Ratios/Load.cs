using System.Diagnostics;
using ChatFunctions.Bench.Report;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Repeats an operation for some time.</summary>
internal static class Load
{
    /// <returns>Operations per second at the given concurrency.</returns>
    public static async Task<double> RateAsync(int atOnce, TimeSpan duration, Func<int, Task> something)
    {
        var started = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async worker =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                await something(worker);
            }

            return count;
        }));
        return done.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <returns>The median time in milliseconds, one after another.</returns>
    public static async Task<double> P50Async(TimeSpan duration, Func<Task> something)
    {
        var (latencies, started) = (new Latencies(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            await latencies.TimeAsync(something);
        }

        return latencies.P50;
    }
}
