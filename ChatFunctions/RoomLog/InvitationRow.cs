using System.Runtime.Serialization;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

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
