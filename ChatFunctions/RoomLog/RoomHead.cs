using Azure;
using ChatFunctions.Rooms;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>The one row that every commit replaces under its ETag: the room's version, and the counters that make reading cheap.</summary>
internal sealed record RoomHead
{
    public required string RoomId { get; init; }

    public required string Name { get; init; }

    public required RoomKind Kind { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seq of the last event.</summary>
    public long Seq { get; init; }

    /// <summary>How many of the events are messages: the ordinal of the last one.</summary>
    public long MessageCount { get; init; }

    public int MemberCount { get; init; }

    public int OwnerCount { get; init; }

    /// <summary>How many memberships there ever were.</summary>
    public int JoinCount { get; init; }

    /// <summary>The seq of the last change of membership or of a role: while it stands still, what is known of members holds.</summary>
    public long MembershipSeq { get; init; }

    /// <summary>When the last event happened. Times in a room never run backwards, whatever the clocks of the instances say.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>
    /// What the members' lists say: the room has not been active after this. The commit that is later moves it on, and the lists are
    /// told; see docs/architecture.md, "The room list".
    /// </summary>
    public DateTimeOffset ActiveUntil { get; init; }

    /// <summary>Who deleted the room, once it is deleted; its rows may still be on their way out.</summary>
    public string? DeletedBy { get; init; }

    public bool Deleted => DeletedBy is not null;

    /// <summary>The instance that lost too many rounds and asks the others to give way; the next commit clears it.</summary>
    public string? ClaimedBy { get; init; }

    public ETag ETag { get; init; }

    /// <summary>Whether two heads say the same of the room, whatever their ETags and claims.</summary>
    public static bool SaySame(RoomHead? one, RoomHead? other) =>
        one is not null && other is not null && one with { ETag = default, ClaimedBy = null } == other with { ETag = default, ClaimedBy = null };

    public static RoomHead From(HeadRow row) => new()
    {
        RoomId = row.PartitionKey,
        Name = row.Name,
        Kind = row.Kind,
        CreatedBy = row.CreatedBy,
        CreatedAt = row.CreatedAt,
        Seq = row.Seq,
        MessageCount = row.MessageCount,
        MemberCount = row.MemberCount,
        OwnerCount = row.OwnerCount,
        JoinCount = row.JoinCount,
        MembershipSeq = row.MembershipSeq,
        LastAt = row.LastAt,
        ActiveUntil = row.ActiveUntil,
        DeletedBy = row.DeletedBy,
        ClaimedBy = row.ClaimedBy,
        ETag = row.ETag,
    };

    public HeadRow ToRow() => new()
    {
        PartitionKey = RoomId,
        RowKey = RoomKeys.Head,
        Name = Name,
        Kind = Kind,
        CreatedBy = CreatedBy,
        CreatedAt = CreatedAt,
        Seq = Seq,
        MessageCount = MessageCount,
        MemberCount = MemberCount,
        OwnerCount = OwnerCount,
        JoinCount = JoinCount,
        MembershipSeq = MembershipSeq,
        LastAt = LastAt,
        ActiveUntil = ActiveUntil,
        DeletedBy = DeletedBy,
    };

    /// <summary>The head with lists told of its activity, where what they say would no longer hold.</summary>
    public RoomHead Listed() => LastAt > ActiveUntil ? this with { ActiveUntil = LastAt + RoomActivity.Window(MemberCount) } : this;
}

internal class HeadRow : Row
{
    public string Name { get; set; } = "";

    public RoomKind Kind { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public long Seq { get; set; }

    public long MessageCount { get; set; }

    public int MemberCount { get; set; }

    public int OwnerCount { get; set; }

    public int JoinCount { get; set; }

    public long MembershipSeq { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public DateTimeOffset ActiveUntil { get; set; }

    public string? DeletedBy { get; set; }

    public string? ClaimedBy { get; set; }
}
