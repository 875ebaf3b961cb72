using System.Collections.Immutable;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using BenchmarkDotNet.Attributes;
using ChatFunctions.Bench.Ratios;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;

namespace ChatFunctions.Bench.Micro;

/// <summary>One send and a full batch: deciding; deciding and building the transaction; everything up to the transport.</summary>
public class SendBenchmarks : IDisposable
{
    private const string RoomId = "room1";

    private readonly TableClient _table = new(CannedStorage.ConnectionString, "rooms", new TableClientOptions { Transport = Canned() });
    private RoomState _state = new();
    private RoomCommand[] _commands = [];
    private RoomTransaction _transaction = new(new RoomState());
    private RoomLogHost? _host;

    [Params(1, 49)]
    public int Sends { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        var now = DateTimeOffset.UtcNow;
        var members = Enumerable.Range(0, Scale.HotRoomMembers).Select(i => new MemberRow
        {
            PartitionKey = RoomId,
            RowKey = RoomKeys.Member(RoomLogHost.Member(i)),
            Username = RoomLogHost.Member(i),
            Role = Role.Member,
            JoinedAt = now,
        });
        _state = new RoomState
        {
            Head = new RoomHead { PartitionKey = RoomId, Name = "room", Kind = RoomKind.Private, CreatedBy = RoomLogHost.Member(0), CreatedAt = now, LastAt = now, ETag = new("etag") },
            Rows = members.ToImmutableDictionary(row => row.RowKey, Row? (row) => row),
        };
        _commands = [.. Enumerable.Range(0, Sends).Select(i => new SendMessages(
            new Actor(RoomLogHost.Member(i), RoomLogHost.Member(i)), [new Draft(Guid.NewGuid().ToString("N"), RoomLogHost.Text, $"id-{i}", ReplyTo: null)]))];
        _transaction = Transaction();
        _host = new RoomLogHost(CannedStorage.ConnectionString, "none", Canned());
        await _host.CreateRoomAsync(RoomId, Scale.HotRoomMembers);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _host?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public object Decide()
    {
        object last = _state;
        foreach (var command in _commands)
        {
            last = command.Decide(_state, _state.Head!.LastAt);
        }

        return last;
    }

    [Benchmark]
    public object DecideAndGather() => Transaction().Actions();

    [Benchmark]
    public Task Submit() => _table.SubmitTransactionAsync(_transaction.Actions());

    [Benchmark]
    public Task Append() => Task.WhenAll(Enumerable.Range(0, Sends).Select(i => _host!.SendAsync(RoomId, RoomLogHost.Member(i))));

    private static HttpClientTransport Canned() => new(new HttpClient(new CannedStorage(rows: null)));

    private RoomTransaction Transaction()
    {
        var transaction = new RoomTransaction(_state);
        foreach (var command in _commands)
        {
            transaction.TryAdd(command.Decide(transaction.State, _state.Head!.LastAt));
        }

        return transaction;
    }
}
