using System.Collections.Immutable;
using ChatFunctions.Http;
using ChatFunctions.Rooms;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

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

    /// <summary>An earlier send with this id that is known of; that none is known proves nothing: the insert will tell.</summary>
    public SendRow? KnownSend(string userId, string clientMessageId) =>
        Rows.GetValueOrDefault(RoomKeys.Send(userId, clientMessageId)) as SendRow;

    /// <returns>Why this user may not do it; null when allowed.</returns>
    public Refusal? Refuse(string userId, RoomAction action) =>
        Head is null or { Deleted: true } ? RoomRefusals.NotFound : Permissions.Refuse(Head.Kind, Member(userId)?.Role, action);

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
