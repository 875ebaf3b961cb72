using Azure.Data.Tables;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;

namespace ChatFunctions.Bench.Ratios;

/// <summary>What a page of history consists of, read straight.</summary>
internal sealed class RawPages(string storage, string tablePrefix, string roomId)
{
    private readonly TableClient _rooms = new(storage, $"{tablePrefix}Rooms");

    /// <summary>Reads the newest page's messages, and nothing else of the room.</summary>
    public Task MessagesAsync() => ReadAsync<MessageRow>(RoomKeys.Message(long.MaxValue - 1), RoomKeys.Message(1), Limits.PageSize);

    /// <summary>Reads the row of the room's readers at the same time.</summary>
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
