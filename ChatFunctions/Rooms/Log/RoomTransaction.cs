using Azure;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Gathers decisions into one entity-group transaction, within the service's limits
/// (https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions: 100 operations, 4 MiB, each row once).
/// </summary>
internal sealed class RoomTransaction
{
    public const int MaxOperations = 100;

    /// <summary>The head, and the read markers if memberships change.</summary>
    private const int OwnOperations = 2;

    private const int MaxBytes = 3_500_000;

    /// <summary>A row's size in the request without its text: headers, keys, names of properties.</summary>
    private const int RowBytes = 1_000;

    private readonly RoomState _start;
    private readonly List<RowWrite?> _changes = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly List<RoomEvent> _events = [];
    private int _bytes = RowBytes;

    public RoomTransaction(RoomState start) => State = _start = start;

    /// <summary>The room after the transaction.</summary>
    public RoomState State { get; private set; }

    /// <summary>The events of the transaction, in order.</summary>
    public IReadOnlyList<RoomEvent> Events => _events;

    /// <summary>Whether the members' room lists must be updated.</summary>
    public bool UpdatesRoomLists => _start.Head is { } before && State.Head!.ActiveUntil > before.ActiveUntil;

    public bool IsEmpty => ReferenceEquals(State, _start);

    /// <summary>The first event's row, whose existence shows that the transaction took effect; null if there is no event.</summary>
    public EventRow? Witness
    {
        get
        {
            var first = (_start.Head?.Seq ?? 0) + 1;
            return (Find(RoomKeys.Message(first)) ?? Find(RoomKeys.Change(first))) as EventRow;
        }
    }

    /// <returns>False: the decision doesn't fit, and nothing was added.</returns>
    public bool TryAdd(Decision decision)
    {
        if (decision.Head is null)
        {
            return true;
        }

        var operations = OwnOperations + _changes.Count + decision.Changes.Count(change => !_places.ContainsKey(change.Row.RowKey));
        var bytes = _bytes + decision.Changes.Sum(change => BytesOf(change.Row));
        if (_changes.Count > 0 && (operations > MaxOperations || bytes > MaxBytes))
        {
            return false;
        }

        foreach (var change in decision.Changes)
        {
            Put(change);
        }

        _bytes = bytes;
        _events.AddRange(decision.Events);
        State = State.After(decision);
        return true;
    }

    /// <summary>The operations: first the head under the ETag that the decisions are based on, then read markers if memberships change, then the rest.</summary>
    public IReadOnlyList<TableTransactionAction> Actions()
    {
        var head = State.Head! with { ClaimedBy = null };
        return
        [
            _start.Head is { } before
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, before.ETag)
                : new TableTransactionAction(TableTransactionActionType.Add, head),
            .. MemberReadMarkers.Changed(_start.Head, State.Head, Changes) is { } readers ? [new TableTransactionAction(TableTransactionActionType.UpsertMerge, readers)] : Array.Empty<TableTransactionAction>(),
            .. Changes.Select(change => new TableTransactionAction(change.Type, change.Row, change.Type == TableTransactionActionType.Add ? default : ETag.All)),
        ];
    }

    /// <summary>Keys of the idempotency rows that the transaction inserts.</summary>
    public IEnumerable<string> SendKeys => Changes.Where(change => change is { Type: TableTransactionActionType.Add, Row: SendRow }).Select(change => change.Row.RowKey);

    /// <summary>Ids of attachments and pictures that the transaction removes.</summary>
    public IReadOnlyList<string> RemovedAttachments =>
        [.. Changes.Where(change => change.Row is AttachmentRow row && (row.IsUsedUp || change.Type == TableTransactionActionType.Delete)).Select(change => RoomKeys.AttachmentId(change.Row.RowKey))];

    private IEnumerable<RowWrite> Changes => _changes.OfType<RowWrite>();

    private Row? Find(string rowKey) => _places.TryGetValue(rowKey, out var place) ? _changes[place]?.Row : null;

    /// <summary>Merges a change into an earlier one of the same row, because a transaction can contain a row only once.</summary>
    private void Put(RowWrite change)
    {
        if (_places.TryAdd(change.Row.RowKey, _changes.Count))
        {
            _changes.Add(change);
            return;
        }

        ref var placed = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changes)[_places[change.Row.RowKey]];
        placed = (placed?.Type, change.Type) switch
        {
            (TableTransactionActionType.Add, TableTransactionActionType.Delete) => null,
            (TableTransactionActionType.Add, _) => RowWrite.Add(change.After(placed!.Row)!),
            (TableTransactionActionType.Delete, TableTransactionActionType.Add) => RowWrite.Replace(change.Row),
            (TableTransactionActionType.UpdateReplace, TableTransactionActionType.UpdateMerge) => RowWrite.Replace(change.After(placed!.Row)!),
            _ => change,
        };
    }

    /// <summary>An upper bound: a character outside ASCII takes six bytes in the request.</summary>
    private static int BytesOf(Row row) => RowBytes + row switch
    {
        MessageRow message => 6 * ((message.Text?.Length ?? 0) + (message.Reactions?.Length ?? 0) + (message.Attachments?.Length ?? 0)),
        ReportsRow reports => 6 * reports.Reports.Length,
        _ => 0,
    };
}
