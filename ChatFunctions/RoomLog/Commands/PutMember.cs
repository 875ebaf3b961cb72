using ChatFunctions.Accounts;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Adds somebody, or changes a member's role.</summary>
/// <param name="Actor">Who does it.</param>
/// <param name="EventId">The id that the event will have.</param>
/// <param name="User">Whom it concerns.</param>
/// <param name="Role">The role wanted; null: member for somebody new, and whatever it is for a member.</param>
internal sealed record PutMember(Actor Actor, string EventId, UserRef User, Role? Role) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Member(User.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.ManageMembers) is { } refusal)
        {
            return refusal;
        }

        var present = state.Member(User.Id);
        var role = Role ?? present?.Role ?? Rooms.Role.Member;
        if (present?.Role == role)
        {
            return Decision.Unchanged;
        }

        if (role == Rooms.Role.Owner || present?.Role == Rooms.Role.Owner)
        {
            if (state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
            {
                return forbidden;
            }
        }

        return present is null ? Membership.Add(this, state.Head!, User, role, now) : ChangeRole(state.Head!, present, role, now);
    }

    private Decision ChangeRole(RoomHead head, MemberRow present, Role role, DateTimeOffset now)
    {
        var owners = head.OwnerCount + Membership.Owners(role) - Membership.Owners(present.Role);
        if (owners == 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRoleChanged, now);
        (row.UserId, row.UserName, row.Role) = (User.Id, User.Username, role);
        var changed = new MemberRow
        {
            PartitionKey = head.RoomId,
            RowKey = present.RowKey,
            Role = role,
            Username = User.Username,
            JoinedAt = present.JoinedAt,
        };
        return Append(head with { OwnerCount = owners, MembershipSeq = row.Seq }, row, message: null, RowChange.Merge(changed));
    }
}
