namespace ChatFunctions.Rooms.Commands;

/// <summary>
/// Ends the membership of a user whose account is being erased. If the user was the last owner, a successor becomes owner; if the last member,
/// the room is deleted.
/// </summary>
/// <param name="Actor">The user, already without a name.</param>
/// <param name="SuccessorId">The next owner if there is no other; null: none needed.</param>
internal sealed record EraseMember(Actor Actor, string EventId, string SuccessionId, string? SuccessorId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs =>
        SuccessorId is null ? [RoomKeys.Member(Actor.Id)] : [RoomKeys.Member(Actor.Id), RoomKeys.Member(SuccessorId)];

    /// <returns>409 <c>last_owner</c> if another successor is needed.</returns>
    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { IsDeleted: false } head || state.Member(Actor.Id) is not { } member)
        {
            return Decision.Unchanged;
        }

        var leaving = RowWrite.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey });
        if (head.MemberCount == 1)
        {
            return Decision.Change(head with { DeletedBy = Actor.Id, MemberCount = 0, OwnerCount = 0 }, [leaving], events: []);
        }

        head = head with { MemberCount = head.MemberCount - 1, OwnerCount = head.OwnerCount - Membership.Owners(member.Role) };
        return member.Role != Role.Owner || head.OwnerCount > 0 || head.Kind == RoomKind.Direct ? Leave(head, now, [leaving], [])
            : SuccessorId is not null && state.Member(SuccessorId) is { } successor ? HandOn(head, successor, now, leaving)
            : RoomRefusals.LastOwner;
    }

    private Decision HandOn(RoomHead head, MemberRow successor, DateTimeOffset now, RowWrite leaving)
    {
        var row = Next(head, RoomChangeType.MemberRoleChanged, now, Actor, SuccessionId);
        (row.UserId, row.UserName, row.Role) = (successor.UserId, successor.Username, Role.Owner);
        var owner = successor.Changed(Role.Owner, successor.Username);
        return Leave(head with { Seq = row.Seq, OwnerCount = 1 }, now, [RowWrite.Add(row), RowWrite.Merge(owner), leaving], [row.ToEvent(message: null)]);
    }

    private Decision Leave(RoomHead head, DateTimeOffset now, RowWrite[] changes, RoomEvent[] events)
    {
        var row = Next(head, RoomChangeType.MemberRemoved, now);
        (row.UserId, row.UserName) = (Actor.Id, Actor.Username);
        return Decision.Change(
            head.WithBlocker(Actor.Id, isBlocking: false) with { Seq = row.Seq, LastAt = now, MembershipSeq = row.Seq },
            [.. changes, RowWrite.Add(row)],
            [.. events, row.ToEvent(message: null)]);
    }
}

/// <summary>
/// Erases messages of a user whose account is being erased: text, attachments, name, reactions, reports and clientMessageIds. Tombstones remain,
/// and each message that wasn't deleted before causes an event for clients with a copy.
/// </summary>
/// <param name="Actor">The user, already without a name.</param>
/// <param name="Seqs">The messages, at most <see cref="Most"/>.</param>
internal sealed record EraseMessages(Actor Actor, IReadOnlyList<long> Seqs, IReadOnlyList<string> EventIds) : RoomCommand(Actor)
{
    /// <summary>The messages without attachments and reports that fit into one transaction.</summary>
    public const int Most = (RoomTransaction.MaxOperations - 1) / RowsPerMessage;

    /// <summary>Message, idempotency row, event and search index.</summary>
    private const int RowsPerMessage = 4;

    /// <summary>The first messages that fit into one transaction.</summary>
    public static List<MessageRow> Fitting(IEnumerable<MessageRow> messages)
    {
        var operations = 1;
        return [.. messages.TakeWhile(message => (operations += RowsPerMessage + message.ReadAttachments().Count + ReportsRow.RemovalWith(message).Length) <= RoomTransaction.MaxOperations)];
    }

    public override IEnumerable<string> Needs => Seqs.Select(RoomKeys.Message);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { IsDeleted: false } head)
        {
            return Decision.Unchanged;
        }

        var changes = new List<RowWrite>();
        var events = new List<RoomEvent>();
        for (var i = 0; i < Seqs.Count; i++)
        {
            if (state.Message(Seqs[i]) is not { SenderName.Length: > 0 } message || message.SenderId != Actor.Id)
            {
                continue;
            }

            var erased = Erased(message);
            changes.Add(RowWrite.Replace(erased));
            changes.AddRange(message.ReadAttachments().Select(file => RowWrite.Delete(AttachmentRow.Of(head.RoomId, file.Id, message.Seq))));
            changes.AddRange(ReportsRow.RemovalWith(message));
            if (message.ClientMessageId is { } id)
            {
                changes.Add(RowWrite.Delete(new SendRow { PartitionKey = head.RoomId, RowKey = RoomKeys.Send(Actor.Id, id) }));
            }

            if (message.Deleted is not true)
            {
                var row = EventCommand.Next(head, RoomChangeType.MessageDeleted, now, Actor, EventIds[i]);
                row.MessageSeq = message.Seq;
                changes.Add(RowWrite.Add(row));
                changes.AddRange(SearchBlock.Clear(head, message.Seq));
                events.Add(row.ToEvent(erased.ToMessage()));
                head = head.WithPin(message.Seq, isPinned: false) with { Seq = row.Seq, LastAt = now, DeletedCount = head.DeletedCount + 1 };
            }
        }

        return changes.Count == 0 ? Decision.Unchanged : Decision.Change(head, changes, events);
    }

    private static MessageRow Erased(MessageRow message)
    {
        var erased = message with { SenderName = "", Text = null, Reactions = null, Mentions = null, Attachments = null, Reported = null, ClientMessageId = null, EditedAt = null };
        return message.Deleted is true ? erased : erased with { Deleted = true, Version = (message.Version ?? 1) + 1 };
    }
}

/// <summary>
/// Removes the name of a user whose account is being erased from old events, which keep the user id. It causes no event, because clients already
/// know that the user is gone.
/// </summary>
/// <param name="Seqs">The events, at most <see cref="Most"/>.</param>
internal sealed record EraseNames(Actor Actor, IReadOnlyList<long> Seqs) : RoomCommand(Actor)
{
    public const int Most = RoomTransaction.MaxOperations - 1;

    public override IEnumerable<string> Needs => Seqs.Select(RoomKeys.Change);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not { IsDeleted: false } head)
        {
            return Decision.Unchanged;
        }

        var changes = Needs.Select(key => state.Rows[key]).OfType<ChangeRow>().Where(row => row.Names(Actor.Id)).Select(row => RowWrite.Replace(Erased(row))).ToList();
        return changes.Count == 0 ? Decision.Unchanged : Decision.Change(head, changes, events: []);
    }

    private ChangeRow Erased(ChangeRow row) =>
        row with { ActorName = row.ActorId == Actor.Id ? "" : row.ActorName, UserName = row.UserId == Actor.Id ? "" : row.UserName };
}
