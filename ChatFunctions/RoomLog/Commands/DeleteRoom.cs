using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>
/// Marks a room deleted, after which it accepts nothing any more, and with that removes members, who then can't read either. The
/// rest of its rows is purged afterwards.
/// </summary>
/// <param name="Actor">Its owner.</param>
/// <param name="UserIds">Members to remove in the same commit: <see cref="MostMembers"/> at most.</param>
internal sealed record DeleteRoom(Actor Actor, IReadOnlyList<string> UserIds) : RoomCommand(Actor)
{
    /// <summary>What fits into one transaction beside the head, the readers and the owner's own membership.</summary>
    public const int MostMembers = RoomTransaction.MaxOperations - 3;

    public override IEnumerable<string> Needs => UserIds.Append(Actor.Id).Distinct().Select(RoomKeys.Member);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head?.DeletedBy == Actor.Id)
        {
            return Decision.Unchanged;
        }

        if (state.Refuse(Actor.Id, RoomAction.Delete) is { } refusal)
        {
            return refusal;
        }

        var members = Needs.Select(key => state.Rows[key]).OfType<MemberRow>().ToList();
        var head = state.Head!;
        return Decision.Change(
            head with
            {
                DeletedBy = Actor.Id,
                MemberCount = head.MemberCount - members.Count,
                OwnerCount = head.OwnerCount - members.Count(member => member.Role == Role.Owner),
            },
            [.. members.Select(member => RowChange.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey }))],
            events: []);
    }
}
