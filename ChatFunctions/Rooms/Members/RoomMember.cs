using ChatFunctions.Accounts;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms.Members;

/// <summary>A member as the others see it.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">What the member is.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="ReadSeq">The seq up to which the member has read; 0: nothing.</param>
public sealed record RoomMember(UserRef User, Role Role, DateTimeOffset JoinedAt, long ReadSeq)
{
    internal static RoomMember Of(MemberRow row) => new(row.ToRef(), row.Role, row.JoinedAt, row.ReadSeq ?? 0);
}
