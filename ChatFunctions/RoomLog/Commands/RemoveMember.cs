using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Removes a member, or leaves when it is oneself. Removing somebody who isn't there changes nothing.</summary>
internal sealed record RemoveMember(Actor Actor, string EventId, string UserId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Member(UserId)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        var leaving = UserId == Actor.Id;
        if (state.Refuse(Actor.Id, leaving ? RoomAction.Read : RoomAction.ManageMembers) is { } refusal)
        {
            return refusal;
        }

        var head = state.Head!;
        if (head.Kind == RoomKind.Direct)
        {
            return RoomRefusals.Forbidden;
        }

        if (state.Member(UserId) is not { } member)
        {
            return Decision.Unchanged;
        }

        if (member.Role == Role.Owner && !leaving && state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
        {
            return forbidden;
        }

        var owners = head.OwnerCount - Membership.Owners(member.Role);
        if (owners == 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRemoved, now);
        (row.UserId, row.UserName) = (UserId, member.Username);
        return Append(
            head with { MemberCount = head.MemberCount - 1, OwnerCount = owners, MembershipSeq = row.Seq },
            row,
            message: null,
            RowChange.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey }));
    }
}
