using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using BenchmarkDotNet.Attributes;
using ChatFunctions.Bench.Ratios;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Bench.Micro;

/// <summary>Reads a page's rows from a storage response, and writes events as JSON.</summary>
public class ReadBenchmarks
{
    private const string RoomId = "room1";

    private readonly TableClient _table;
    private readonly MessageRow[] _rows = [.. Enumerable.Range(1, Limits.PageSize).Select(Row)];
    private readonly Message[] _messages;

    public ReadBenchmarks()
    {
        _messages = [.. _rows.Select(row => row.ToMessage())];
        var canned = new HttpClient(new CannedStorage(JsonSerializer.SerializeToUtf8Bytes(new { value = _rows.Select(Stored) })));
        _table = new TableClient(
            "DefaultEndpointsProtocol=http;AccountName=none;AccountKey=bm9uZQ==;TableEndpoint=http://127.0.0.1:1/none;",
            "rooms",
            new TableClientOptions { Transport = new HttpClientTransport(canned) });
    }

    [Benchmark]
    public async Task<int> ReadPage()
    {
        var rows = 0;
        await foreach (var row in _table.QueryAsync<MessageRow>("PartitionKey eq 'room1'", Limits.PageSize))
        {
            rows++;
        }

        return rows;
    }

    [Benchmark]
    public int MapPage() => _rows.Sum(row => row.ToMessage().Version);

    [Benchmark]
    public byte[] WriteAnswer() => JsonSerializer.SerializeToUtf8Bytes(new Page<Message>(_messages, null), ChatJson.TypeInfo<Page<Message>>());

    [Benchmark]
    public byte[] WriteLiveMessage() => JsonSerializer.SerializeToUtf8Bytes(LiveMessages.RoomEvents(RoomId, _messages), ChatJson.Options);

    private static MessageRow Row(int seq) => new()
    {
        PartitionKey = RoomId,
        RowKey = RoomKeys.Message(seq),
        Id = Guid.NewGuid().ToString("N"),
        SenderId = RoomLogHost.Member(0),
        SenderName = RoomLogHost.Member(0),
        Text = RoomLogHost.Text,
        ClientMessageId = Guid.NewGuid().ToString("N"),
        CreatedAt = DateTimeOffset.UtcNow,
        Ordinal = seq,
    };

    /// <summary>A response of the service with minimal metadata.</summary>
    private static Dictionary<string, object> Stored(MessageRow row) => new()
    {
        ["odata.etag"] = "W/\"datetime'2026-11-20T09%3A05%3A00.1234567Z'\"",
        ["PartitionKey"] = row.PartitionKey,
        ["RowKey"] = row.RowKey,
        ["Timestamp"] = row.CreatedAt.UtcDateTime,
        ["Id"] = row.Id,
        ["SenderId"] = row.SenderId,
        ["SenderName"] = row.SenderName,
        ["Text"] = row.Text!,
        ["ClientMessageId"] = row.ClientMessageId!,
        ["CreatedAt@odata.type"] = "Edm.DateTime",
        ["CreatedAt"] = row.CreatedAt.UtcDateTime,
        ["Ordinal@odata.type"] = "Edm.Int64",
        ["Ordinal"] = row.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
