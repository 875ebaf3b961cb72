using System.Runtime.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>A membership and its read marker. Commits merge the first part, read markers the second.</summary>
internal sealed record MemberRow : RowWithBlobs
{
    [IgnoreDataMember]
    public string UserId => RowKey[RoomKeys.MemberPrefix.Length..];

    public Role Role { get; set; }

    public string Username { get; set; } = "";

    /// <summary>The id of the picture that the user has uploaded, a copy like the name; absent or empty: none.</summary>
    public string? Picture { get; set; }

    [IgnoreDataMember]
    public override string? BlobPartition => string.IsNullOrEmpty(Picture) ? null : UserKeys.UserPartition(UserId);

    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>The seq up to which the member has read, initially that of joining; absent for a first member who has read nothing.</summary>
    public long? ReadSeq { get; set; }

    /// <summary>Whether the room's <see cref="MemberReadMarkers"/> include this member.</summary>
    public bool? InReaders { get; set; }

    /// <summary>The ordinal of the last message up to there.</summary>
    public long? ReadCount { get; set; }

    /// <summary>The seq to which the member moved the marker back. Others still see <see cref="ReadSeq"/>. Absent or 0: not moved back.</summary>
    public long? UnreadSeq { get; set; }

    /// <summary>The ordinal of the last message up to there.</summary>
    public long? UnreadCount { get; set; }

    /// <summary>Whether the member has marked something as unread since reading it.</summary>
    [IgnoreDataMember]
    public bool IsMarkedUnread => UnreadSeq > 0;

    /// <summary>The member's own marker, and the ordinal of the last message up to it.</summary>
    [IgnoreDataMember]
    public (long Seq, long Count) Marker => IsMarkedUnread ? (UnreadSeq!.Value, UnreadCount ?? 0) : (ReadSeq ?? 0, ReadCount ?? 0);

    /// <summary>Stands for the membership of a back end, which no room has. <see cref="Permissions"/> allows it everything.</summary>
    public static MemberRow System { get; } = new() { RowKey = RoomKeys.Member(Actor.System.Id), Role = Role.Owner };

    /// <summary>Applies a commit's change, which keeps the picture and the read marker.</summary>
    public MemberRow With(MemberRow change) => change with { Picture = Picture, ReadSeq = ReadSeq, InReaders = InReaders, ReadCount = ReadCount, UnreadSeq = UnreadSeq, UnreadCount = UnreadCount };

    /// <summary>A commit's change of the row, to be merged.</summary>
    public MemberRow Changed(Role role, string username) =>
        this with { Role = role, Username = username, Picture = null, ReadSeq = null, InReaders = null, ReadCount = null, UnreadSeq = null, UnreadCount = null };

    public UserRef ToRef() => new(UserId, Username) { PictureUrl = this.PictureUrl(Picture) };
}

/// <summary>What a membership copies of its user's profile, to be merged.</summary>
internal sealed record MemberProfileRow : Row
{
    public string Username { get; init; } = "";

    /// <summary>Empty: none, because merging nothing would keep the former one.</summary>
    public string Picture { get; init; } = "";
}

/// <summary>An invitation. It is in the room's partition so that one commit counts its use and adds the member.</summary>
internal sealed record InvitationRow : Row
{
    public string CreatedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Absent: no limit.</summary>
    public int? MaxUses { get; set; }

    public int Uses { get; set; }

    [IgnoreDataMember]
    public string Code => RowKey[RoomKeys.InvitationPrefix.Length..];

    /// <summary>Whether it can still be used.</summary>
    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt && (MaxUses is not { } most || Uses < most);
}

/// <summary>
/// A restriction of a user who isn't a member: a ban, or the role of a user who left as a reader. It contains no name, and joining deletes it.
/// </summary>
internal sealed record RestrictionRow : Row
{
    [IgnoreDataMember]
    public string UserId => RowKey[RoomKeys.RestrictionPrefix.Length..];

    /// <summary>Absent: not banned.</summary>
    public DateTimeOffset? BannedAt { get; set; }

    public string? BannedBy { get; set; }

    /// <summary>True: the user left as a reader, and is one again after joining.</summary>
    public bool? WasReader { get; set; }

    [IgnoreDataMember]
    public bool IsBan => BannedAt is not null;
}

/// <summary>A member's role, from most to least permissions; see <see cref="Permissions"/>.</summary>
public enum Role
{
    Owner,
    Admin,
    Member,
    Reader,
}

/// <summary>The role of new members without another role.</summary>
public enum DefaultRole
{
    Member,
    Reader,
}

internal static class DefaultRoles
{
    public static Role ToRole(this DefaultRole role) => role == DefaultRole.Reader ? Role.Reader : Role.Member;
}
