using Azure;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Storage;

/// <summary>
/// Reads rows, and writes single ones with optimistic concurrency. False means that the row has changed, or that the first attempt succeeded and
/// its response was lost; the caller can read the row to find out.
/// </summary>
internal static class TableRows
{
    /// <summary>Rows that the service returns in one response.</summary>
    private const int MostAtOnce = 1_000;

    public static async Task<T?> FindAsync<T>(this TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var found = await table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

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

    public static async Task<bool> TryAddAsync<T>(this TableClient table, T row, CancellationToken cancellationToken)
        where T : Row
    {
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Replaces a row unless it has changed since it was read, and updates its ETag.</summary>
    public static async Task<bool> TryReplaceAsync<T>(this TableClient table, T row, CancellationToken cancellationToken)
        where T : Row
    {
        try
        {
            var response = await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
            row.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Merges properties into a row, whatever its ETag.</summary>
    /// <returns>False: there is no such row.</returns>
    public static async Task<bool> TryMergeAsync<T>(this TableClient table, T row, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        try
        {
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Deletes a row unless it has changed since it was read. A missing row counts as deleted.</summary>
    public static async Task<bool> TryDeleteAsync(this TableClient table, Row row, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }
}

/// <summary>The properties of every stored row.</summary>
internal abstract record Row : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }
}

/// <summary>
/// A row that points to data in another partition. It is written before its target and removed after it, so it may be dangling, but every
/// target has a pointer.
/// </summary>
internal abstract record Pointer : Row
{
    /// <summary>Longer than it takes from writing a pointer to committing its target.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromHours(1);

    /// <summary>When it was last written.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>
    /// Removes a dangling pointer, unless it is so young that its target may still be committed, or was written again since it was read. The cleanup
    /// removes those later.
    /// </summary>
    public Task DropAsync(TableClient table, DateTimeOffset now, CancellationToken cancellationToken) =>
        IsSettled(now) ? table.TryDeleteAsync(this, cancellationToken) : Task.CompletedTask;

    /// <summary>Whether it is too old for its target to be still missing.</summary>
    public bool IsSettled(DateTimeOffset now) => !(now - WrittenAt < SettledAfter);
}
