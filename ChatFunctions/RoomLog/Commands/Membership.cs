using ChatFunctions.Accounts;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>What the commands that add members share.</summary>
internal static class Membership
{
    public static int Owners(Role role) => role == Role.Owner ? 1 : 0;

    public static Decision Add(EventCommand command, RoomHead head, UserRef user, Role role, DateTimeOffset now)
    {
        if (head.MemberCount >= Limits.MembersPerRoom)
        {
            return RoomRefusals.RoomFull;
        }

        var row = EventCommand.Next(head, RoomChangeType.MemberAdded, now, command.Actor, command.EventId);
        (row.UserId, row.UserName, row.Role) = (user.Id, user.Username, role);
        var member = new MemberRow
        {
            PartitionKey = head.RoomId,
            RowKey = RoomKeys.Member(user.Id),
            Role = role,
            Username = user.Username,
            JoinedAt = now,
            InReaders = head.JoinCount < Readers.Capacity ? true : null,

            // What was said before somebody came is not unread, and doesn't become unread to those who see who has read what.
            ReadSeq = row.Seq,
            ReadCount = head.MessageCount,
        };
        return Decision.Change(
            head with
            {
                Seq = row.Seq,
                LastAt = now,
                MemberCount = head.MemberCount + 1,
                JoinCount = head.JoinCount + 1,
                OwnerCount = head.OwnerCount + Owners(role),
                MembershipSeq = row.Seq,
            },
            [RowChange.Add(row), RowChange.Add(member)],
            [row.ToEvent(message: null)]);
    }
}
