using Azure;
using Azure.Data.Tables;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Bench.Ratios;

/// <summary>The same rows written and read straight, with nothing of the chat in between: what storage costs by itself.</summary>
internal sealed class RawTables
{
    private const string Partition = "raw";

    private readonly TableClient _table;
    private readonly RoomHead _head = new()
    {
        RoomId = Partition,
        Name = "room",
        Kind = RoomKind.Private,
        CreatedBy = RoomLogHost.Member(0),
        CreatedAt = DateTimeOffset.UtcNow,
        LastAt = DateTimeOffset.UtcNow,
    };

    private long _seq;
    private ETag _headETag;

    private RawTables(TableClient table) => _table = table;

    /// <param name="storage">A connection string.</param>
    /// <param name="name">The table's; made if it isn't there.</param>
    public static async Task<RawTables> OpenAsync(string storage, string name)
    {
        var raw = new RawTables(new TableClient(storage, name, new TableClientOptions { Retry = { MaxRetries = 0 } }));
        await raw._table.CreateIfNotExistsAsync();
        var added = await raw._table.AddEntityAsync(raw._head.ToRow());
        raw._headETag = added.Headers.ETag!.Value;
        return raw;
    }

    /// <summary>Inserts a message's row.</summary>
    public Task InsertAsync() => _table.AddEntityAsync(Message(Interlocked.Increment(ref _seq)));

    /// <summary>Writes what one send in steady state writes, in one transaction: the head, the message, the row of its clientMessageId.</summary>
    public async Task TransactAsync()
    {
        var seq = Interlocked.Increment(ref _seq);
        var message = Message(seq);
        var response = await _table.SubmitTransactionAsync(
        [
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, (_head with { Seq = seq }).ToRow(), _headETag),
            new TableTransactionAction(TableTransactionActionType.Add, message),
            new TableTransactionAction(TableTransactionActionType.Add, new SendRow { PartitionKey = Partition, RowKey = RoomKeys.Send(message.SenderId, message.Id), Seq = seq, Hash = message.Id }),
        ]);
        _headETag = response.Value[0].Headers.ETag!.Value;
    }

    /// <summary>Reads the newest page of a room, and nothing else of it.</summary>
    public static async Task PageAsync(string storage, string tablePrefix, string roomId)
    {
        var table = new TableClient(storage, $"{tablePrefix}Rooms");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey ge {RoomKeys.Message(long.MaxValue - 1)} and RowKey le {RoomKeys.Message(1)}");
        await foreach (var page in table.QueryAsync<MessageRow>(filter, Limits.PageSize).AsPages())
        {
            if (page.Values.Count != Limits.PageSize)
            {
                throw new InvalidOperationException($"A page has {page.Values.Count} rows.");
            }

            break;
        }
    }

    private static MessageRow Message(long seq) => new()
    {
        PartitionKey = Partition,
        RowKey = RoomKeys.Message(seq),
        Id = Guid.NewGuid().ToString("N"),
        SenderId = RoomLogHost.Member(0),
        SenderName = RoomLogHost.Member(0),
        Text = RoomLogHost.Text,
        ClientMessageId = Guid.NewGuid().ToString("N"),
        CreatedAt = DateTimeOffset.UtcNow,
        Ordinal = seq,
    };
}
