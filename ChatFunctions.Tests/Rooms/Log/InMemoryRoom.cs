using System.Collections.Immutable;
using Azure.Data.Tables;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>A room in memory that executes batches of commands with the rules of storage, to test decisions without storage.</summary>
internal sealed class InMemoryRoom
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(7);

    private readonly Dictionary<string, Row> _rows = [];
    private DateTimeOffset _now = Start;
    private TableEntity? _readers;

    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 9, 5, 0, TimeSpan.Zero);

    /// <summary>The time of the next batch.</summary>
    public DateTimeOffset Now => _now + Step;

    public RoomHead? Head { get; private set; }

    public IReadOnlyDictionary<string, Row> Rows => _rows;

    /// <summary>Null: the room has too many members for a readers row.</summary>
    public MemberReadMarkers? Readers => MemberReadMarkers.From(_readers);

    /// <summary>All events, as returned by their commits.</summary>
    public List<RoomEvent> Events { get; } = [];

    public IEnumerable<T> RowsOf<T>() => _rows.Values.OfType<T>();

    public Decision Do(RoomCommand command) => Do([command])[0];

    /// <summary>Executes the commands in order, with as many in a transaction as fit.</summary>
    public IReadOnlyList<Decision> Do(IReadOnlyList<RoomCommand> commands)
    {
        _now += Step;
        var decisions = new List<Decision>();
        while (decisions.Count < commands.Count)
        {
            var transaction = new RoomTransaction(Known());
            foreach (var command in commands.Skip(decisions.Count))
            {
                var decision = command.Decide(AsNeeded(transaction.State, command), _now);
                if (!transaction.TryAdd(decision))
                {
                    break;
                }

                decisions.Add(decision);
            }

            if (!transaction.IsEmpty)
            {
                Commit(transaction);
            }
        }

        return decisions;
    }

    private RoomState Known() => new() { Head = Head, Rows = new RoomState().Rows.SetItems(_rows.Select(pair => KeyValuePair.Create(pair.Key, (Row?)pair.Value))) };

    /// <summary>The rows that the command requires, and the earlier sends, which a commit would have read.</summary>
    private static RoomState AsNeeded(RoomState state, RoomCommand command) => state with
    {
        Rows = state.Rows.Where(pair => pair.Value is SendRow).ToImmutableDictionary().SetItems(command.Needs.Distinct().Select(key => KeyValuePair.Create(key, state.Rows.GetValueOrDefault(key)))),
    };

    /// <summary>Applies a transaction, or throws where the service would refuse it.</summary>
    private void Commit(RoomTransaction transaction)
    {
        var actions = transaction.Actions();
        Assert.InRange(actions.Count, 1, 100);
        Assert.Equal(actions.Count, actions.Select(action => action.Entity.RowKey).Distinct().Count());
        Assert.Single(actions.Select(action => action.Entity.PartitionKey).Distinct());
        foreach (var action in actions.Skip(1))
        {
            if (action.Entity is TableEntity merge)
            {
                Merge(merge);
                continue;
            }

            var row = (Row)action.Entity;
            Assert.Equal(action.ActionType == TableTransactionActionType.Add, !_rows.ContainsKey(row.RowKey));
            if (action.ActionType == TableTransactionActionType.Delete)
            {
                _rows.Remove(row.RowKey);
            }
            else if (action.ActionType == TableTransactionActionType.UpdateMerge)
            {
                _rows[row.RowKey] = ((MemberRow)_rows[row.RowKey]).With((MemberRow)row);
            }
            else
            {
                _rows[row.RowKey] = row;
            }
        }

        Head = (RoomHead)actions[0].Entity;
        Events.AddRange(transaction.Events);
    }

    private void Merge(TableEntity properties)
    {
        Assert.Equal(RoomKeys.MemberReadMarkers, properties.RowKey);
        _readers ??= new TableEntity(properties.PartitionKey, properties.RowKey);
        foreach (var (name, value) in properties)
        {
            _readers[name] = value;
        }

        Assert.InRange(_readers.Count, 1, 252);
    }
}
