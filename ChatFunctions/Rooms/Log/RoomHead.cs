using System.Globalization;
using System.Runtime.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>A room's state and counters. Every commit replaces this row under its ETag, which is the room's version.</summary>
internal record RoomHead : RowWithBlobs
{
    public RoomHead() => RowKey = RoomKeys.Head;

    [IgnoreDataMember]
    public string RoomId => PartitionKey;

    public string Name { get; init; } = "";

    public RoomKind Kind { get; init; }

    /// <summary>What the room is about; absent: not set.</summary>
    public string? Topic { get; init; }

    /// <summary>The id of the room's picture; absent: none.</summary>
    public string? Picture { get; init; }

    [IgnoreDataMember]
    public override string? BlobPartition => Picture is null ? null : RoomId;

    /// <summary>Absent in rooms of earlier versions: member.</summary>
    public DefaultRole DefaultRole { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The seq of the last event.</summary>
    public long Seq { get; init; }

    /// <summary>The number of messages, which is the ordinal of the last one.</summary>
    public long MessageCount { get; init; }

    /// <summary>The number of deleted messages; absent in rooms of earlier versions.</summary>
    public long? DeletedCount { get; init; }

    /// <summary>The seq of the latest message that mentions someone; absent: none. Up to a member's read marker, no mention is unread.</summary>
    public long? MentionSeq { get; init; }

    public int MemberCount { get; init; }

    public int OwnerCount { get; init; }

    /// <summary>The number of joins since the room was created.</summary>
    public int JoinCount { get; init; }

    /// <summary>The seq of the last change of a membership or role. While it is the same, cached members are current.</summary>
    public long MembershipSeq { get; init; }

    /// <summary>The time of the last event. Times in a room never decrease, even if the instances' clocks differ.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>
    /// The upper bound of the last activity that the members' room lists have. The first commit after it extends it and updates the lists; see
    /// docs/architecture.md, "The room list".
    /// </summary>
    public DateTimeOffset ActiveUntil { get; init; }

    /// <summary>The user who deleted the room. Some of its rows may still exist.</summary>
    public string? DeletedBy { get; init; }

    [IgnoreDataMember]
    public bool IsDeleted => DeletedBy is not null;

    /// <summary>The ids of users of a direct room who have blocked the other, separated by spaces; absent: none.</summary>
    public string? Blockers { get; init; }

    public bool IsBlockedBy(string userId) => Blockers?.Split(' ').Contains(userId) is true;

    public RoomHead WithBlocker(string userId, bool isBlocking) => this with { Blockers = Changed(Blockers, userId, isBlocking) };

    /// <summary>The seqs of pinned messages in the order of pinning, separated by spaces; absent: none.</summary>
    public string? Pins { get; init; }

    public IReadOnlyList<long> PinnedSeqs() => Pins?.Split(' ').Select(seq => long.Parse(seq, CultureInfo.InvariantCulture)).ToArray() ?? [];

    public RoomHead WithPin(long seq, bool isPinned) => this with { Pins = Changed(Pins, seq.ToString(CultureInfo.InvariantCulture), isPinned) };

    /// <summary>A list separated by spaces, with an item at its end or without it; null: empty.</summary>
    private static string? Changed(string? list, string item, bool isIn)
    {
        var others = list?.Split(' ').Where(other => other != item) ?? [];
        return string.Join(' ', isIn ? others.Append(item) : others) is { Length: > 0 } changed ? changed : null;
    }

    /// <summary>The instance that claims the room after too many lost rounds; the next commit clears it.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Whether two heads are equal except for their ETags and claims.</summary>
    public static bool SaySame(RoomHead? one, RoomHead? other) => one is not null && other is not null && one.Content() == other.Content();

    private RoomHead Content() => this with { ETag = default, Timestamp = null, ClaimedBy = null, Blobs = null };

    /// <summary>The shortest interval between two updates of the members' lists, which grows with the number of members.</summary>
    public static TimeSpan ListWindow(int members) => TimeSpan.FromMinutes(1) + (members * TimeSpan.FromMilliseconds(100));

    /// <summary>The interval for the largest room.</summary>
    public static TimeSpan LongestListWindow { get; } = ListWindow(Limits.MembersPerRoom);

    /// <summary>Extends <see cref="ActiveUntil"/> if the room was active after it.</summary>
    public RoomHead Listed() => LastAt > ActiveUntil ? this with { ActiveUntil = LastAt + ListWindow(MemberCount) } : this;
}

public enum RoomKind
{
    /// <summary>Only its members know that it exists.</summary>
    Private,

    /// <summary>Everyone signed in can find and join it.</summary>
    Public,

    /// <summary>The one room of two users, which they can't leave.</summary>
    Direct,
}
