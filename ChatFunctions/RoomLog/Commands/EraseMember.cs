using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>
/// Ends the membership of somebody whose account is being erased, whatever the role and the kind of room. A last owner hands the room
/// on to a successor; with the last member the room is deleted.
/// </summary>
/// <param name="Actor">The user, already without a name.</param>
/// <param name="EventId">The id of the event that says that the user is gone.</param>
/// <param name="SuccessionId">The id of the event that says who owns the room now.</param>
/// <param name="SuccessorId">Who becomes owner where nobody else is; null: nobody is to.</param>
internal sealed record EraseMember(Actor Actor, string EventId, string SuccessionId, string? SuccessorId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs =>
        SuccessorId is null ? [RoomKeys.Member(Actor.Id)] : [RoomKeys.Member(Actor.Id), RoomKeys.Member(SuccessorId)];

    /// <returns>409 <c>last_owner</c> where another successor is needed than the one given.</returns>
    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { Deleted: false } head || state.Member(Actor.Id) is not { } member)
        {
            return Decision.Unchanged;
        }

        var leaving = RowChange.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey });
        if (head.MemberCount == 1)
        {
            return Decision.Change(head with { DeletedBy = Actor.Id, MemberCount = 0, OwnerCount = 0 }, [leaving], events: []);
        }

        head = head with { MemberCount = head.MemberCount - 1, OwnerCount = head.OwnerCount - Membership.Owners(member.Role) };
        return head.OwnerCount > 0 || head.Kind == RoomKind.Direct ? Leave(head, now, [leaving], [])
            : SuccessorId is not null && state.Member(SuccessorId) is { } successor ? HandOn(head, successor, now, leaving)
            : RoomRefusals.LastOwner;
    }

    private Decision HandOn(RoomHead head, MemberRow successor, DateTimeOffset now, RowChange leaving)
    {
        var row = Next(head, RoomChangeType.MemberRoleChanged, now, Actor, SuccessionId);
        (row.UserId, row.UserName, row.Role) = (successor.UserId, successor.Username, Role.Owner);
        var owner = new MemberRow
        {
            PartitionKey = head.RoomId,
            RowKey = successor.RowKey,
            Role = Role.Owner,
            Username = successor.Username,
            JoinedAt = successor.JoinedAt,
        };
        return Leave(head with { Seq = row.Seq, OwnerCount = 1 }, now, [RowChange.Add(row), RowChange.Merge(owner), leaving], [row.ToEvent(message: null)]);
    }

    private Decision Leave(RoomHead head, DateTimeOffset now, RowChange[] changes, RoomEvent[] events)
    {
        var row = Next(head, RoomChangeType.MemberRemoved, now);
        (row.UserId, row.UserName) = (Actor.Id, Actor.Username);
        return Decision.Change(
            head with { Seq = row.Seq, LastAt = now, MembershipSeq = row.Seq },
            [.. changes, RowChange.Add(row)],
            [.. events, row.ToEvent(message: null)]);
    }
}
