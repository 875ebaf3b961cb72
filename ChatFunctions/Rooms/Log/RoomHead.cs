using System.Runtime.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>The one row that every commit replaces under its ETag: the room's version, and the counters that make reading cheap.</summary>
internal record RoomHead : Row
{
    public RoomHead() => RowKey = RoomKeys.Head;

    [IgnoreDataMember]
    public string RoomId => PartitionKey;

    public string Name { get; init; } = "";

    public RoomKind Kind { get; init; }

    /// <summary>Absent in rooms that were made before it could be set: member.</summary>
    public DefaultRole DefaultRole { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seq of the last event.</summary>
    public long Seq { get; init; }

    /// <summary>How many of the events are messages: the ordinal of the last one.</summary>
    public long MessageCount { get; init; }

    /// <summary>How many of the messages are deleted; absent in rooms that were made before it was counted.</summary>
    public long? DeletedCount { get; init; }

    public int MemberCount { get; init; }

    public int OwnerCount { get; init; }

    /// <summary>How many memberships there ever were.</summary>
    public int JoinCount { get; init; }

    /// <summary>The seq of the last change of membership or of a role: while it stands still, what is known of members holds.</summary>
    public long MembershipSeq { get; init; }

    /// <summary>When the last event happened. Times in a room never run backwards, whatever the clocks of the instances say.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>
    /// What the members' lists say: the room has not been active after this. The commit that is later moves it on, and the lists are
    /// told; see docs/architecture.md, "The room list".
    /// </summary>
    public DateTimeOffset ActiveUntil { get; init; }

    /// <summary>The user who deleted the room; its rows may not all be purged yet.</summary>
    public string? DeletedBy { get; init; }

    [IgnoreDataMember]
    public bool IsDeleted => DeletedBy is not null;

    /// <summary>Ids of the users of a direct room who have blocked the other, separated by spaces; absent: nobody has.</summary>
    public string? Blockers { get; init; }

    public bool IsBlockedBy(string userId) => Blockers?.Split(' ').Contains(userId) is true;

    public RoomHead WithBlocker(string userId, bool isBlocking)
    {
        var others = Blockers?.Split(' ').Where(blocker => blocker != userId) ?? [];
        var blockers = string.Join(' ', isBlocking ? others.Append(userId) : others);
        return this with { Blockers = blockers.Length == 0 ? null : blockers };
    }

    /// <summary>The instance that lost too many rounds and asks the others to give way; the next commit clears it.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Whether two heads say the same of the room, whatever their ETags and claims.</summary>
    public static bool SaySame(RoomHead? one, RoomHead? other) =>
        one is not null && other is not null && one with { ETag = default, Timestamp = null, ClaimedBy = null } == other with { ETag = default, Timestamp = null, ClaimedBy = null };

    /// <summary>How long activity isn't written to the members' lists again after it was: the more members, the longer.</summary>
    public static TimeSpan ListWindow(int members) => TimeSpan.FromMinutes(1) + (members * TimeSpan.FromMilliseconds(100));

    /// <summary>The longest that a room's activity isn't written to lists.</summary>
    public static TimeSpan LongestListWindow { get; } = ListWindow(Limits.MembersPerRoom);

    /// <summary>The head with lists told of its activity, where what they say would no longer hold.</summary>
    public RoomHead Listed() => LastAt > ActiveUntil ? this with { ActiveUntil = LastAt + ListWindow(MemberCount) } : this;
}

public enum RoomKind
{
    /// <summary>Only its members know that it exists.</summary>
    Private,

    /// <summary>Everyone signed in can find and join it.</summary>
    Public,

    /// <summary>Two users, always the same room for the same two; nobody joins, nobody leaves.</summary>
    Direct,
}
