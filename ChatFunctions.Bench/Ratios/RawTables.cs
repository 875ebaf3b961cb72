using Azure;
using Azure.Data.Tables;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Bench.Ratios;

/// <summary>
/// Raw writes of the same rows: the cost of storage alone. They go into the app's own table, because Azurite's time for a request grows
/// with the table.
/// </summary>
internal sealed class RawTables
{
    private readonly TableClient _table;
    private readonly string _partition;
    private readonly RoomHead _head;

    private long _seq;
    private ETag _headETag;

    private RawTables(TableClient table, string partition)
    {
        (_table, _partition) = (table, partition);
        _head = new RoomHead
        {
            PartitionKey = partition,
            Name = "room",
            Kind = RoomKind.Private,
            CreatedBy = RoomLogHost.Member(0),
            CreatedAt = DateTimeOffset.UtcNow,
            LastAt = DateTimeOffset.UtcNow,
            ActiveUntil = DateTimeOffset.UtcNow.AddHours(1),
        };
    }

    /// <param name="storage">A connection string.</param>
    /// <param name="partition">The partition key of all rows; it must be new.</param>
    public static async Task<RawTables> OpenAsync(string storage, string partition)
    {
        var raw = new RawTables(new TableClient(storage, $"{Backend.TablePrefix}Rooms", new TableClientOptions { Retry = { MaxRetries = 0 } }), partition);
        await raw._table.CreateIfNotExistsAsync();
        var added = await raw._table.AddEntityAsync(raw._head);
        raw._headETag = added.Headers.ETag!.Value;
        return raw;
    }

    /// <summary>Inserts a message's row. Can run concurrently.</summary>
    public Task InsertAsync() => _table.AddEntityAsync(Message(Interlocked.Increment(ref _seq)));

    /// <summary>Writes the rows of one send in steady state in one transaction: the head, the message, and the row of its clientMessageId. One at a time.</summary>
    public Task TransactAsync() => TransactAsync(messages: 1);

    /// <summary>Writes the rows of a commit of several sends.</summary>
    public async Task TransactAsync(int messages)
    {
        var last = Interlocked.Add(ref _seq, messages);
        var response = await _table.SubmitTransactionAsync(
        [
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, (_head with { Seq = last }), _headETag),
            .. Enumerable.Range(0, messages).SelectMany(i => Sent(last - i)),
        ]);
        _headETag = response.Value[0].Headers.ETag!.Value;
    }

    private TableTransactionAction[] Sent(long seq)
    {
        var message = Message(seq);
        return
        [
            new TableTransactionAction(TableTransactionActionType.Add, message),
            new TableTransactionAction(TableTransactionActionType.Add, new SendRow { PartitionKey = _partition, RowKey = RoomKeys.Send(message.SenderId, message.Id), Seq = seq, Hash = message.Id }),
        ];
    }

    private MessageRow Message(long seq) => new()
    {
        PartitionKey = _partition,
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
