using Azure;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Storage;

/// <summary>
/// Single rows under optimistic concurrency. A "no" means that the row isn't as expected; it can also mean that the call's own first try
/// took effect and only its answer got lost, which a caller to whom it matters finds out by reading the row.
/// </summary>
internal static class TableRows
{
    public static async Task<T?> FindAsync<T>(this TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
        where T : Row
    {
        var found = await table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
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

    /// <summary>Replaces a row if it is still as it was read; the row then has its new ETag.</summary>
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

    /// <summary>Deletes a row if it is still as it was read. One that is gone already counts as deleted.</summary>
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

/// <summary>What every stored row has.</summary>
internal abstract record Row : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }
}

/// <summary>
/// A row that leads to something whose truth is elsewhere, in another partition. It is written before what it leads to and removed
/// after it, so a pointer may lead to nothing, and nothing is ever without its pointer.
/// </summary>
internal abstract record Pointer : Row
{
    /// <summary>Longer than anything takes from writing a pointer to having committed what it leads to.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromHours(1);

    /// <summary>When it was last written, before what it leads to.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>
    /// Removes a pointer that was found to lead to nothing. A young one stays, because what it leads to may be on its way; so does one
    /// that was written again since it was read. The cleanup drops it later.
    /// </summary>
    public Task DropAsync(TableClient table, DateTimeOffset now, CancellationToken cancellationToken) =>
        IsSettled(now) ? table.TryDeleteAsync(this, cancellationToken) : Task.CompletedTask;

    /// <summary>Whether what it leads to is there by now, if it ever comes.</summary>
    public bool IsSettled(DateTimeOffset now) => !(now - WrittenAt < SettledAfter);
}
