using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Accounts.Export;

/// <summary>A room in an export. Of one that the user has left only the id is the user's to know; what the user wrote there follows.</summary>
public sealed record ExportedRoom(string Id)
{
    public string? Name { get; init; }

    public RoomKind? Kind { get; init; }

    public Role? Role { get; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The seq up to which the user has read.</summary>
    public long? ReadSeq { get; init; }

    internal static ExportedRoom Of(string roomId, RoomHead? head, MemberRow? member) => head is null || member is null
        ? new ExportedRoom(roomId)
        : new ExportedRoom(roomId) { Name = head.Name, Kind = head.Kind, Role = member.Role, JoinedAt = member.JoinedAt, ReadSeq = member.ReadSeq };
}

/// <summary>An invitation that the user has made. Its code is a secret, and the room's.</summary>
public sealed record ExportedInvitation(DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int? MaxUses, int Uses)
{
    internal static ExportedInvitation Of(InvitationRow row) => new(row.CreatedAt, row.ExpiresAt, row.MaxUses, row.Uses);
}

/// <summary>When the user came online the last time, and until when that was known to last.</summary>
public sealed record ExportedPresence(DateTimeOffset Since, DateTimeOffset ExpiresAt);
