using System.Collections.Immutable;

namespace ChatFunctions.Rooms.Log;

/// <summary>The result of a command: a refusal, or changes of rows and the events they cause.</summary>
internal sealed record Decision
{
    public Refusal? Refusal { get; private init; }

    /// <summary>The new head; null if nothing changes.</summary>
    public RoomHead? Head { get; private init; }

    public IReadOnlyList<RowWrite> Changes { get; private init; } = [];

    public IReadOnlyList<RoomEvent> Events { get; private init; } = [];

    /// <summary>For sends: the seq of each message.</summary>
    public IReadOnlyList<SentAt> Sent { get; private init; } = [];

    /// <summary>For changes of a message: the changed message.</summary>
    public Message? Message { get; init; }

    /// <summary>Nothing to change: the room already is as requested.</summary>
    public static Decision Unchanged { get; } = new();

    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };

    public static Decision Change(RoomHead head, IReadOnlyList<RowWrite> changes, IReadOnlyList<RoomEvent> events, IReadOnlyList<SentAt>? sent = null) =>
        new() { Head = head, Changes = changes, Events = events, Sent = sent ?? [] };

    public static Decision AlreadySent(IReadOnlyList<SentAt> sent) => new() { Sent = sent };
}

/// <summary>The change of one row. The head's ETag guards all changes of a transaction.</summary>
internal sealed record RowWrite(TableTransactionActionType Type, Row Row)
{
    public static RowWrite Add(Row row) => new(TableTransactionActionType.Add, row);

    public static RowWrite Replace(Row row) => new(TableTransactionActionType.UpdateReplace, row);

    public static RowWrite Upsert(Row row) => new(TableTransactionActionType.UpsertReplace, row);

    public static RowWrite Merge(Row row) => new(TableTransactionActionType.UpdateMerge, row);

    public static RowWrite Delete(Row row) => new(TableTransactionActionType.Delete, row);

    /// <summary>The row after this change; null if it is deleted.</summary>
    public Row? After(Row? earlier) => Type switch
    {
        TableTransactionActionType.Delete => null,
        TableTransactionActionType.UpdateMerge when earlier is MemberRow member => member.With((MemberRow)Row),
        _ => Row,
    };
}

/// <summary>The seq of a message, and whether an earlier command stored it.</summary>
internal readonly record struct SentAt(long Seq, bool Replayed);

/// <summary>
/// A requested change of a room. It names the rows that it needs and then decides as a pure function, without I/O, clock or randomness
/// (ids are made with the command), so that it can decide again after a conflict. A command without an event must recognise by its rows
/// that it has already taken effect.
/// </summary>
internal abstract record RoomCommand(Actor Actor)
{
    /// <summary>Keys of the rows, besides the head, that <see cref="Decide"/> reads.</summary>
    public abstract IEnumerable<string> Needs { get; }

    /// <summary>The same for a room with this head, by which some commands need fewer rows.</summary>
    public virtual IEnumerable<string> NeedsAt(RoomHead? head) => Needs;

    /// <param name="state">The state of the room, including all rows of <see cref="Needs"/>.</param>
    /// <param name="now">The time of the change, not before the room's last event.</param>
    public abstract Decision Decide(RoomState state, DateTimeOffset now);
}

/// <summary>The user who changes a room.</summary>
internal sealed record Actor(string Id, string Username)
{
    /// <summary>A back end that writes without being a member. No user has this id.</summary>
    public static Actor System { get; } = new(Caller.SystemName, Caller.SystemName);

    public static Actor Of(Caller caller) => new(caller.UserId, caller.Username);
}

/// <summary>The known state of a room: its head and the rows that commands need. Immutable.</summary>
internal sealed record RoomState
{
    /// <summary>Null: there is no such room.</summary>
    public RoomHead? Head { get; init; }

    /// <summary>Rows by key; null if known not to exist.</summary>
    public ImmutableDictionary<string, Row?> Rows { get; init; } = ImmutableDictionary<string, Row?>.Empty;

    /// <exception cref="KeyNotFoundException">The row isn't one of the command's <see cref="RoomCommand.Needs"/>.</exception>
    public MemberRow? Member(string userId) => (MemberRow?)Rows[RoomKeys.Member(userId)];

    /// <summary>The membership; for a back end, one that allows everything.</summary>
    public MemberRow? MemberOrSystem(string userId) => userId == Actor.System.Id ? MemberRow.System : Member(userId);

    /// <inheritdoc cref="Member"/>
    public MessageRow? Message(long seq) => (MessageRow?)Rows[RoomKeys.Message(seq)];

    /// <inheritdoc cref="Member"/>
    public ReportsRow? Reports(long seq) => (ReportsRow?)Rows[RoomKeys.Reports(seq)];

    /// <inheritdoc cref="Member"/>
    public InvitationRow? Invitation(string code) => (InvitationRow?)Rows[RoomKeys.Invitation(code)];

    /// <inheritdoc cref="Member"/>
    public RestrictionRow? Restriction(string userId) => (RestrictionRow?)Rows[RoomKeys.Restriction(userId)];

    /// <summary>An earlier send with this id, if known. If unknown, the insert finds out.</summary>
    public SendRow? KnownSend(string userId, string clientMessageId) =>
        Rows.GetValueOrDefault(RoomKeys.Send(userId, clientMessageId)) as SendRow;

    /// <returns>Null if the user may do it.</returns>
    public Refusal? Refuse(string userId, RoomAction action) =>
        Head is null or { IsDeleted: true } ? Refusal.RoomNotFound : Permissions.Refuse(Head, MemberOrSystem(userId), action);

    /// <summary>The state after a decision.</summary>
    public RoomState After(Decision decision) => decision.Head is null ? this : this with
    {
        Head = decision.Head.Listed(),
        Rows = Rows.SetItems(decision.Changes.Select(change => KeyValuePair.Create(change.Row.RowKey, change.After(Rows.GetValueOrDefault(change.Row.RowKey))))),
    };

    /// <summary>
    /// The part to keep for the next batch: memberships, which are current until the head's <see cref="RoomHead.MembershipSeq"/> changes. Texts can
    /// mention any number of users who aren't members, so those are forgotten when there are many.
    /// </summary>
    public RoomState OnlyMembers()
    {
        var isLarge = Rows.Count > Limits.MembersPerRoom;
        return this with { Rows = Rows.RemoveRange(Rows.Where(row => !RoomKeys.IsMember(row.Key) || (isLarge && row.Value is null)).Select(row => row.Key)) };
    }

    /// <summary>The part that is still current after another instance's commit.</summary>
    public RoomState MovedOnTo(RoomHead? head) =>
        head is not null && head.MembershipSeq == Head?.MembershipSeq ? OnlyMembers() with { Head = head } : new RoomState { Head = head };
}
