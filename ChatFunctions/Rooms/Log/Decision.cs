using System.Collections.Immutable;

namespace ChatFunctions.Rooms.Log;

/// <summary>What a command decided: a refusal, or how the room's rows change and which events that makes.</summary>
internal sealed record Decision
{
    public Refusal? Refusal { get; private init; }

    /// <summary>The head as it is to become; null where nothing changes.</summary>
    public RoomHead? Head { get; private init; }

    public IReadOnlyList<RowWrite> Changes { get; private init; } = [];

    public IReadOnlyList<RoomEvent> Events { get; private init; } = [];

    /// <summary>For sends: where each message of the command is.</summary>
    public IReadOnlyList<SentAt> Sent { get; private init; } = [];

    /// <summary>For changes to a message: the message as it is after them.</summary>
    public Message? Message { get; init; }

    /// <summary>There is nothing to do: what was asked for is so already.</summary>
    public static Decision Unchanged { get; } = new();

    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };

    public static Decision Change(RoomHead head, IReadOnlyList<RowWrite> changes, IReadOnlyList<RoomEvent> events, IReadOnlyList<SentAt>? sent = null) =>
        new() { Head = head, Changes = changes, Events = events, Sent = sent ?? [] };

    public static Decision AlreadySent(IReadOnlyList<SentAt> sent) => new() { Sent = sent };
}

/// <summary>One row's change. The head's ETag guards all of them, so none has one of its own.</summary>
internal sealed record RowWrite(TableTransactionActionType Type, Row Row)
{
    public static RowWrite Add(Row row) => new(TableTransactionActionType.Add, row);

    public static RowWrite Replace(Row row) => new(TableTransactionActionType.UpdateReplace, row);

    public static RowWrite Merge(Row row) => new(TableTransactionActionType.UpdateMerge, row);

    public static RowWrite Delete(Row row) => new(TableTransactionActionType.Delete, row);

    /// <summary>The row as it is after this change of an earlier state of it; null: it is gone.</summary>
    public Row? After(Row? earlier) => Type switch
    {
        TableTransactionActionType.Delete => null,
        TableTransactionActionType.UpdateMerge when earlier is MemberRow member => member.With((MemberRow)Row),
        _ => Row,
    };
}

/// <summary>Where a message is, and whether it was there before this command.</summary>
internal readonly record struct SentAt(long Seq, bool Replayed);

/// <summary>
/// A change of a room that a user asks for. It says which rows it must know and then decides, purely: no I/O, no clock,
/// no randomness (ids are made with the command), so that it can be decided again whenever another instance was faster.
/// One that makes no event must recognise by its rows that it took effect already.
/// </summary>
internal abstract record RoomCommand(Actor Actor)
{
    /// <summary>Keys of the rows that <see cref="Decide"/> looks at, besides the head.</summary>
    public abstract IEnumerable<string> Needs { get; }

    /// <param name="state">The room as known, with all of <see cref="Needs"/>.</param>
    /// <param name="now">The time that the change gets; not before the room's last.</param>
    public abstract Decision Decide(RoomState state, DateTimeOffset now);
}

/// <summary>The user that changes a room.</summary>
internal sealed record Actor(string Id, string Username)
{
    /// <summary>Back ends, which write into rooms without being members. No user has this id.</summary>
    public static Actor System { get; } = new("system", "system");

    public static Actor Of(Caller caller) => new(caller.UserId, caller.Username);
}

/// <summary>What is known of a room: its head, and the rows that commands asked for. A value: decisions read it, commits make the next.</summary>
internal sealed record RoomState
{
    /// <summary>Null: there is no such room.</summary>
    public RoomHead? Head { get; init; }

    /// <summary>By row key; null: known not to be there.</summary>
    public ImmutableDictionary<string, Row?> Rows { get; init; } = ImmutableDictionary<string, Row?>.Empty;

    /// <exception cref="KeyNotFoundException">The command didn't declare that it needs the row.</exception>
    public MemberRow? Member(string userId) => (MemberRow?)Rows[RoomKeys.Member(userId)];

    /// <inheritdoc cref="Member"/>
    public MessageRow? Message(long seq) => (MessageRow?)Rows[RoomKeys.Message(seq)];

    /// <inheritdoc cref="Member"/>
    public InvitationRow? Invitation(string code) => (InvitationRow?)Rows[RoomKeys.Invitation(code)];

    /// <inheritdoc cref="Member"/>
    public RestrictionRow? Restriction(string userId) => (RestrictionRow?)Rows[RoomKeys.Restriction(userId)];

    /// <summary>An earlier send with this id that is known of; that none is known proves nothing: the insert will tell.</summary>
    public SendRow? KnownSend(string userId, string clientMessageId) =>
        Rows.GetValueOrDefault(RoomKeys.Send(userId, clientMessageId)) as SendRow;

    /// <returns>Why this user may not do it; null when allowed.</returns>
    public Refusal? Refuse(string userId, RoomAction action) =>
        Head is null or { IsDeleted: true } ? Refusal.RoomNotFound : Permissions.Refuse(Head, Member(userId), action);

    /// <summary>The state after a decision took effect.</summary>
    public RoomState After(Decision decision) => decision.Head is null ? this : this with
    {
        Head = decision.Head.Listed(),
        Rows = Rows.SetItems(decision.Changes.Select(change => KeyValuePair.Create(change.Row.RowKey, change.After(Rows.GetValueOrDefault(change.Row.RowKey))))),
    };

    /// <summary>What may be kept for the next batch: memberships. They hold until the head says that membership moved.</summary>
    public RoomState OnlyMembers() => this with { Rows = Rows.RemoveRange(Rows.Keys.Where(key => !RoomKeys.IsMember(key))) };

    /// <summary>What is still true now that another instance has moved the room on to this head.</summary>
    public RoomState MovedOnTo(RoomHead? head) =>
        head is not null && head.MembershipSeq == Head?.MembershipSeq ? OnlyMembers() with { Head = head } : new RoomState { Head = head };
}
