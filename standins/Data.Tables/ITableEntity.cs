#nullable disable annotations // The official assembly carries none, so the app must compile against none.

namespace Azure.Data.Tables;

/// <summary>A row of a table: its two keys, and what the service says about it.</summary>
public interface ITableEntity
{
    /// <summary>The partition that the row lives in: at most 1 KiB, without <c>/ \ # ?</c> and control characters.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row's key, unique in its partition; the same rules as for <see cref="PartitionKey"/>.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row. Set by the service alone; never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row that was read. Never sent as part of the row.</summary>
    ETag ETag { get; set; }
}
