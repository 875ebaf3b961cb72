namespace ChatFunctions.Storage;

/// <summary>Runs requests concurrently, up to a limit.</summary>
internal static class BoundedRequests
{
    /// <summary>The most concurrent requests of one call.</summary>
    private const int AtOnce = 32;

    /// <summary>Awaits two requests that are in flight.</summary>
    public static async Task<(T1 First, T2 Second)> BothAsync<T1, T2>(Task<T1> first, Task<T2> second)
    {
        await Task.WhenAll(first, second);
        return (await first, await second);
    }

    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> SelectParallelAsync<T, TResult>(
        this IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> request, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, options, async (index, token) => results[index] = await request(items[index], token));
        return results;
    }

    public static Task ForEachParallelAsync<T>(this IEnumerable<T> items, Func<T, CancellationToken, Task> request, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (item, token) => await request(item, token));
}
