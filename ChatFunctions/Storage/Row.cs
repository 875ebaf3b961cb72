using Azure;
using Azure.Data.Tables;

namespace ChatFunctions.Storage;

/// <summary>What every stored row has.</summary>
internal abstract class Row : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }
}
