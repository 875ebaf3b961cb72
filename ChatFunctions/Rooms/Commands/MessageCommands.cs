namespace ChatFunctions.Rooms.Commands;

/// <summary>A change of an existing message.</summary>
internal abstract record MessageCommand(Actor Actor, string EventId, long Seq) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Message(Seq)];

    protected abstract RoomAction Action { get; }

    public sealed override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, Action) is { } refusal)
        {
            return refusal;
        }

        if (state.Message(Seq) is not { } message)
        {
            return MessageRefusals.NotFound;
        }

        var decision = Decide(state, state.MemberOrSystem(Actor.Id)!, message, now);
        return decision with { Message = decision.Events is [RoomChange { Message: { } changed }] ? changed : message.ToMessage() };
    }

    protected abstract Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now);

    /// <summary>Replaces the message and appends the event.</summary>
    protected Decision Append(RoomHead head, MessageRow message, RoomChangeType change, DateTimeOffset now, params ReadOnlySpan<RowWrite> more)
    {
        var row = Next(head, change, now);
        row.MessageSeq = Seq;
        return Append(head, row, message.ToMessage(), [RowWrite.Replace(message), .. more]);
    }
}

/// <param name="IfVersion">The version to change; null: any.</param>
internal sealed record EditMessage(Actor Actor, string EventId, long Seq, string Text, int? IfVersion) : MessageCommand(Actor, EventId, Seq)
{
    private readonly IReadOnlyList<string> _mentionedIds = Mentions.In(Text);

    public override IEnumerable<string> Needs => [.. base.Needs, .. Mentions.Needs(_mentionedIds)];

    protected override RoomAction Action => RoomAction.Send;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now)
    {
        if (message.SenderId != Actor.Id)
        {
            return MessageRefusals.NotYours;
        }

        if (message.Deleted ?? false)
        {
            return MessageRefusals.Deleted;
        }

        if (IfVersion is { } expected && expected != (message.Version ?? 1))
        {
            return MessageRefusals.VersionMoved;
        }

        if (message.Text == Text)
        {
            return Decision.Unchanged;
        }

        var head = state.Head!;
        var edited = message with { Text = Text, Mentions = Mentions.Stored(_mentionedIds, state, Actor.Id), EditedAt = now, Version = (message.Version ?? 1) + 1 };
        head = edited.Mentions is null ? head : head with { MentionSeq = Math.Max(head.MentionSeq ?? 0, Seq) };
        return Append(head, edited, RoomChangeType.MessageEdited, now, [.. SearchBlock.Clear(head, Seq)]);
    }
}

/// <summary>Erases a message's text, attachments, reactions, reports and hash; a tombstone remains.</summary>
internal sealed record DeleteMessage(Actor Actor, string EventId, long Seq, int? IfVersion) : MessageCommand(Actor, EventId, Seq)
{
    protected override RoomAction Action => RoomAction.Read;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now)
    {
        var head = state.Head!;
        if (message.SenderId != Actor.Id && Permissions.Refuse(head, member, RoomAction.Moderate) is { } refusal)
        {
            return refusal;
        }

        if (message.Deleted ?? false)
        {
            return Decision.Unchanged;
        }

        if (IfVersion is { } expected && expected != (message.Version ?? 1))
        {
            return MessageRefusals.VersionMoved;
        }

        var tombstone = message with { Text = null, Reactions = null, Mentions = null, Attachments = null, Reported = null, Deleted = true, EditedAt = null, Version = (message.Version ?? 1) + 1 };
        RowWrite[] forgetHash = message.ClientMessageId is { } id
            ? [RowWrite.Replace(new SendRow { PartitionKey = head.RoomId, RowKey = RoomKeys.Send(message.SenderId, id), Seq = Seq })]
            : [];
        var files = message.ReadAttachments().Select(file => RowWrite.Replace(AttachmentRow.UsedUp(head.RoomId, file.Id)));
        return Append(head.WithPin(Seq, isPinned: false) with { DeletedCount = head.DeletedCount + 1 }, tombstone, RoomChangeType.MessageDeleted, now, [.. forgetHash, .. files, .. ReportsRow.RemovalWith(message), .. SearchBlock.Clear(head, Seq)]);
    }
}

/// <summary>Pins a message for all members, or removes the pin. Doing it twice changes nothing.</summary>
internal sealed record SetPin(Actor Actor, string EventId, long Seq, bool On) : MessageCommand(Actor, EventId, Seq)
{
    protected override RoomAction Action => RoomAction.Send;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now)
    {
        var head = state.Head!;
        var pinned = head.PinnedSeqs();
        if (pinned.Contains(Seq) == On)
        {
            return Decision.Unchanged;
        }

        if (On && (message.Deleted is true || pinned.Count >= Limits.PinsPerRoom))
        {
            return message.Deleted is true ? MessageRefusals.Deleted : MessageRefusals.TooManyPins;
        }

        var row = Next(head, On ? RoomChangeType.MessagePinned : RoomChangeType.MessageUnpinned, now);
        row.MessageSeq = Seq;
        return Append(head.WithPin(Seq, On), row, message.ToMessage());
    }
}

/// <summary>Adds or removes one user's reaction with one emoji. Doing it twice changes nothing.</summary>
/// <param name="On">Whether to add it.</param>
/// <param name="Other">The user whose reaction an admin removes; null: the actor.</param>
internal sealed record SetReaction(Actor Actor, string EventId, long Seq, string Emoji, bool On, UserRef? Other = null) : MessageCommand(Actor, EventId, Seq)
{
    protected override RoomAction Action => Other is null ? RoomAction.React : RoomAction.Moderate;

    private string UserId => Other?.Id ?? Actor.Id;

    protected override Decision Decide(RoomState state, MemberRow member, MessageRow message, DateTimeOffset now)
    {
        var head = state.Head!;
        var reactions = message.ReadReactions().ToList();
        var index = reactions.FindIndex(reaction => Log.Emoji.AreSame(reaction.Emoji, Emoji));
        var users = index < 0 ? [] : reactions[index].UserIds;
        if (users.Contains(UserId) == On)
        {
            return Decision.Unchanged;
        }

        if (message.Deleted ?? false)
        {
            return MessageRefusals.Deleted;
        }

        if (On && ((index < 0 && reactions.Count == Limits.EmojisPerMessage) || reactions.Sum(reaction => reaction.UserIds.Count) == Limits.ReactionsPerMessage))
        {
            return MessageRefusals.TooManyReactions;
        }

        var emoji = index < 0 ? Emoji : reactions[index].Emoji;
        Put(reactions, index, emoji, On ? [.. users, UserId] : [.. users.Where(user => user != UserId)]);
        var changed = message with { Reactions = MessageRow.WriteReactions(reactions) };
        var row = Next(head, On ? RoomChangeType.ReactionAdded : RoomChangeType.ReactionRemoved, now);
        (row.MessageSeq, row.Emoji, row.UserId, row.UserName) = (Seq, emoji, Other?.Id, Other?.Username);
        return Append(head, row, changed.ToMessage(), RowWrite.Replace(changed));
    }

    private static void Put(List<Reaction> reactions, int index, string emoji, string[] users)
    {
        if (index < 0)
        {
            reactions.Add(new Reaction(emoji, users));
        }
        else if (users.Length == 0)
        {
            reactions.RemoveAt(index);
        }
        else
        {
            reactions[index] = new Reaction(emoji, users);
        }
    }
}
