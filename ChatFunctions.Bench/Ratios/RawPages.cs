using Azure.Data.Tables;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Raw queries of the rows of a history page.</summary>
internal sealed class RawPages(string storage, string tablePrefix, string roomId)
{
    private readonly TableClient _rooms = new(storage, $"{tablePrefix}Rooms");

    /// <summary>Reads only the messages of the newest page.</summary>
    public Task MessagesAsync() => ReadAsync<MessageRow>(RoomKeys.Message(long.MaxValue - 1), RoomKeys.Message(1), Limits.PageSize);

    /// <summary>Also reads the row of read markers concurrently.</summary>
    public Task MessagesAndReadersAsync() => Task.WhenAll(MessagesAsync(), _rooms.GetEntityAsync<TableEntity>(roomId, RoomKeys.MemberReadMarkers));

    private async Task ReadAsync<T>(string from, string to, int expected)
        where T : Row
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey ge {from} and RowKey le {to}");
        var rows = 0;
        await foreach (var page in _rooms.QueryAsync<T>(filter, Limits.PageSize).AsPages())
        {
            rows += page.Values.Count;
            break;
        }

        if (rows != expected)
        {
            throw new InvalidOperationException($"{rows} rows were read instead of {expected}.");
        }
    }
}
