namespace ChatFunctions.Storage;

/// <summary>Does many requests at once, but not all of a thousand.</summary>
internal static class BoundedRequests
{
    /// <summary>Requests of one call that are under way at the same time, at most.</summary>
    private const int AtOnce = 32;

    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> SelectAtOnceAsync<T, TResult>(
        this IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> request, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, options, async (index, token) => results[index] = await request(items[index], token));
        return results;
    }

    public static Task ForEachAtOnceAsync<T>(this IEnumerable<T> items, Func<T, CancellationToken, Task> request, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (item, token) => await request(item, token));
}
