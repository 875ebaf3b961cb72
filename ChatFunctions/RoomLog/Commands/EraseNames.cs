namespace ChatFunctions.RoomLog.Commands;

/// <summary>
/// Takes the name of somebody whose account is being erased out of old events. What they say happened stays, and whom it concerns, by
/// an id that leads to nobody any more. It makes no event: that the user is gone, others have heard.
/// </summary>
/// <param name="Actor">The user.</param>
/// <param name="Seqs">Which events: <see cref="Most"/> at most.</param>
internal sealed record EraseNames(Actor Actor, IReadOnlyList<long> Seqs) : RoomCommand(Actor)
{
    public const int Most = RoomTransaction.MaxOperations - 1;

    public override IEnumerable<string> Needs => Seqs.Select(RoomKeys.Change);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { Deleted: false } head)
        {
            return Decision.Unchanged;
        }

        var changes = Needs.Select(key => state.Rows[key]).OfType<ChangeRow>().Where(row => row.Names(Actor.Id)).Select(row => RowChange.Replace(Erased(row))).ToList();
        return changes.Count == 0 ? Decision.Unchanged : Decision.Change(head, changes, events: []);
    }

    private ChangeRow Erased(ChangeRow row)
    {
        var erased = row.Copy();
        erased.ActorName = row.ActorId == Actor.Id ? "" : row.ActorName;
        erased.UserName = row.UserId == Actor.Id ? "" : row.UserName;
        return erased;
    }
}
