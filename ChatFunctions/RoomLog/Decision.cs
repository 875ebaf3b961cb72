using Azure.Data.Tables;
using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>What a command decided: a refusal, or how the room's rows change and which events that makes.</summary>
internal sealed record Decision
{
    public Refusal? Refusal { get; private init; }

    /// <summary>The head as it is to become; null where nothing changes.</summary>
    public RoomHead? Head { get; private init; }

    public IReadOnlyList<RowChange> Changes { get; private init; } = [];

    public IReadOnlyList<RoomEvent> Events { get; private init; } = [];

    /// <summary>For sends: where each message of the command is.</summary>
    public IReadOnlyList<SentAt> Sent { get; private init; } = [];

    /// <summary>For changes to a message: the message as it is after them.</summary>
    public Message? Message { get; init; }

    /// <summary>There is nothing to do: what was asked for is so already.</summary>
    public static Decision Unchanged { get; } = new();

    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };

    public static Decision Change(RoomHead head, IReadOnlyList<RowChange> changes, IReadOnlyList<RoomEvent> events, IReadOnlyList<SentAt>? sent = null) =>
        new() { Head = head, Changes = changes, Events = events, Sent = sent ?? [] };

    public static Decision AlreadySent(IReadOnlyList<SentAt> sent) => new() { Sent = sent };
}

/// <summary>One row's change. The head's ETag guards all of them, so none has one of its own.</summary>
internal sealed record RowChange(TableTransactionActionType Type, Row Row)
{
    public static RowChange Add(Row row) => new(TableTransactionActionType.Add, row);

    public static RowChange Replace(Row row) => new(TableTransactionActionType.UpdateReplace, row);

    public static RowChange Merge(Row row) => new(TableTransactionActionType.UpdateMerge, row);

    public static RowChange Delete(Row row) => new(TableTransactionActionType.Delete, row);

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
