namespace ChatFunctions.Storage;

internal static class TableQueries
{
    /// <summary>Rows that the service returns in one response.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>The first rows that match a filter, ordered by key.</summary>
    public static Task<List<T>> TakeAsync<T>(this TableClient table, string filter, int most, CancellationToken cancellationToken)
        where T : class, ITableEntity => TakeAsync<T>(table, filter, most, columns: null, cancellationToken);

    /// <summary>The first rows that match a filter, with some columns only; null: all.</summary>
    public static async Task<List<T>> TakeAsync<T>(this TableClient table, string filter, int most, string[]? columns, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var rows = new List<T>(Math.Min(most, Limits.MaxPageSize));
        if (most == 0)
        {
            return rows;
        }

        await foreach (var row in table.QueryAsync<T>(filter, Math.Min(most, MostAtOnce), columns, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }
}

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
