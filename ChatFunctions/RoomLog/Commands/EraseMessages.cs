namespace ChatFunctions.RoomLog.Commands;

/// <summary>
/// Erases what is in messages of somebody whose account is being erased: text, name, reactions, the sender's own ids. Tombstones keep
/// their places. Each that was not deleted before makes an event, so that whoever keeps a copy hears of it.
/// </summary>
/// <param name="Actor">The user, already without a name.</param>
/// <param name="Seqs">Which messages: <see cref="Most"/> at most.</param>
/// <param name="EventIds">An id for each one's event.</param>
internal sealed record EraseMessages(Actor Actor, IReadOnlyList<long> Seqs, IReadOnlyList<string> EventIds) : RoomCommand(Actor)
{
    /// <summary>What fits into one transaction beside the head, with three rows each: the message, the sender's id for it and the event.</summary>
    public const int Most = (RoomTransaction.MaxOperations - 1) / 3;

    public override IEnumerable<string> Needs => Seqs.Select(RoomKeys.Message);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { Deleted: false } head)
        {
            return Decision.Unchanged;
        }

        var changes = new List<RowChange>();
        var events = new List<RoomEvent>();
        for (var i = 0; i < Seqs.Count; i++)
        {
            if (state.Message(Seqs[i]) is not { SenderName.Length: > 0 } message || message.SenderId != Actor.Id)
            {
                continue;
            }

            var erased = Erased(message);
            changes.Add(RowChange.Replace(erased));
            if (message.ClientMessageId is { } id)
            {
                changes.Add(RowChange.Delete(new SendRow { PartitionKey = head.RoomId, RowKey = RoomKeys.Send(Actor.Id, id) }));
            }

            if (message.Deleted is not true)
            {
                var row = EventCommand.Next(head, RoomChangeType.MessageDeleted, now, Actor, EventIds[i]);
                row.MessageSeq = message.Seq;
                changes.Add(RowChange.Add(row));
                events.Add(row.ToEvent(erased.ToMessage()));
                head = head with { Seq = row.Seq, LastAt = now };
            }
        }

        return changes.Count == 0 ? Decision.Unchanged : Decision.Change(head, changes, events);
    }

    private static MessageRow Erased(MessageRow message)
    {
        var erased = message.Copy();
        (erased.SenderName, erased.Text, erased.Reactions, erased.ClientMessageId, erased.EditedAt) = ("", null, null, null, null);
        if (message.Deleted is not true)
        {
            (erased.Deleted, erased.Version) = (true, (message.Version ?? 1) + 1);
        }

        return erased;
    }
}
