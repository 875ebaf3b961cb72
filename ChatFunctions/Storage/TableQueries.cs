using Azure.Data.Tables;

namespace ChatFunctions.Storage;

internal static class TableQueries
{
    /// <summary>Rows that the service gives at once.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>The first rows that a filter lets through, in the order of their keys.</summary>
    public static Task<List<T>> TakeAsync<T>(this TableClient table, string filter, int most, CancellationToken cancellationToken)
        where T : Row => TakeAsync<T>(table, filter, most, columns: null, cancellationToken);

    /// <summary>As above, with these columns only; null: all.</summary>
    public static async Task<List<T>> TakeAsync<T>(this TableClient table, string filter, int most, string[]? columns, CancellationToken cancellationToken)
        where T : Row
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
