using System.Runtime.Serialization;
using ChatFunctions.Accounts;
using ChatFunctions.Rooms;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>A membership, and how far the member has read. Commits write the first part, read markers the second, each by merging.</summary>
internal sealed class MemberRow : Row
{
    [IgnoreDataMember]
    public string UserId => RowKey[RoomKeys.MemberPrefix.Length..];

    public Role Role { get; set; }

    public string Username { get; set; } = "";

    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>The seq up to which the member has read: at first, that of joining; absent: in the room from its start, and nothing yet.</summary>
    public long? ReadSeq { get; set; }

    /// <summary>True: the room's <see cref="MemberReadMarkers"/> have a place for this member.</summary>
    public bool? InReaders { get; set; }

    /// <summary>The ordinal of the last message up to there.</summary>
    public long? ReadCount { get; set; }

    /// <summary>The row with a commit's part changed, which says nothing of how far the member has read.</summary>
    public MemberRow With(MemberRow change) => new()
    {
        PartitionKey = PartitionKey,
        RowKey = RowKey,
        Role = change.Role,
        Username = change.Username,
        JoinedAt = change.JoinedAt,
        ReadSeq = ReadSeq,
        InReaders = InReaders,
        ReadCount = ReadCount,
    };

    public UserRef ToRef() => new(UserId, Username);
}

/// <summary>An invitation into the room, and how often it was used; in the room's partition, so that using it and joining is one commit.</summary>
internal sealed class InvitationRow : Row
{
    public string CreatedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Absent: no limit.</summary>
    public int? MaxUses { get; set; }

    public int Uses { get; set; }

    [IgnoreDataMember]
    public string Code => RowKey[RoomKeys.InvitationPrefix.Length..];

    /// <summary>Whether it still lets somebody in.</summary>
    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt && (MaxUses is not { } most || Uses < most);
}
