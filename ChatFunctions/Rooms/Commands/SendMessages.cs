using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Rooms.Commands;

/// <summary>Sends one or several messages atomically. A message whose clientMessageId was used before isn't stored again.</summary>
internal sealed record SendMessages(Actor Actor, IReadOnlyList<Draft> Drafts) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs
    {
        get
        {
            if (Actor != Actor.System)
            {
                yield return RoomKeys.Member(Actor.Id);
            }

            foreach (var draft in Drafts)
            {
                // A repeated send must be recognised before its attachments, which are used by then, are refused.
                if (draft.Files is not null && draft.ClientMessageId is { } id)
                {
                    yield return RoomKeys.Send(SenderOf(draft).Id, id);
                }

                foreach (var file in draft.Files?.Attachments ?? [])
                {
                    yield return RoomKeys.Attachment(file.Id);
                }

                if (draft.ReplyTo is { } seq)
                {
                    yield return RoomKeys.Message(seq);
                }

                foreach (var key in Mentions.Needs(draft.MentionedIds))
                {
                    yield return key;
                }
            }
        }
    }

    /// <summary>
    /// A repeated import must be recognised before its times are refused. A message that is newer than the room's last event isn't there yet, so only
    /// the ids of the others are looked up.
    /// </summary>
    public override IEnumerable<string> NeedsAt(RoomHead? head) =>
        [.. Needs, .. Drafts.Where(draft => draft.Imported?.CreatedAt <= head?.LastAt && draft.ClientMessageId is not null).Select(draft => RoomKeys.Send(SenderOf(draft).Id, draft.ClientMessageId!))];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Send) is { } refusal)
        {
            return refusal;
        }

        var head = state.Head!;
        var changes = new List<RowWrite>(2 * Drafts.Count);
        var events = new List<RoomEvent>(Drafts.Count);
        var sent = new List<SentAt>(Drafts.Count);
        foreach (var draft in Drafts)
        {
            if (Earlier(draft, state, changes) is { } earlier)
            {
                if (earlier.Hash != draft.Hash && earlier.Hash.Length > 0)
                {
                    return MessageRefusals.IdReused;
                }

                sent.Add(new SentAt(earlier.Seq, Replayed: true));
                continue;
            }

            if (draft.ReplyTo > head.Seq || (draft.ReplyTo <= state.Head!.Seq && state.Message(draft.ReplyTo.Value) is null))
            {
                return Refusal.Invalid("replyTo", "This room has no message with this seq.");
            }

            if (draft.Files?.Refusal is { } unusable)
            {
                return unusable;
            }

            if (draft.Files?.Attachments.Any(file => IsUsed(file.Id, state, changes)) == true)
            {
                return MessageRefusals.AttachmentUnusable;
            }

            var at = draft.Imported?.CreatedAt ?? now;
            if (at < head.LastAt || at > now)
            {
                return Refusal.Invalid(
                    string.Create(CultureInfo.InvariantCulture, $"messages[{sent.Count}].createdAt"),
                    string.Create(CultureInfo.InvariantCulture, $"Use a time from {head.LastAt.UtcDateTime:O}, that of the room's last event, until now."));
            }

            head = head with { Seq = head.Seq + 1, MessageCount = head.MessageCount + 1, LastAt = at };
            var mentions = Mentions.Stored(draft.MentionedIds, state, Actor.Id);
            head = mentions is null ? head : head with { MentionSeq = head.Seq };
            var row = Row(draft, head, mentions);
            changes.Add(RowWrite.Add(row));
            if (draft.ClientMessageId is { } id)
            {
                changes.Add(RowWrite.Add(new SendRow { PartitionKey = head.RoomId, RowKey = RoomKeys.Send(SenderOf(draft).Id, id), Seq = head.Seq, Hash = draft.Hash }));
            }

            changes.AddRange((draft.Files?.Attachments ?? []).Select(file => RowWrite.Add(AttachmentRow.Of(head.RoomId, file.Id, head.Seq))));
            events.Add(row.ToMessage());
            sent.Add(new SentAt(head.Seq, Replayed: false));
        }

        return events.Count == 0 ? Decision.AlreadySent(sent) : Decision.Change(head, changes, events, sent);
    }

    /// <summary>An earlier send with this id, in the room or in the same command.</summary>
    private SendRow? Earlier(Draft draft, RoomState state, List<RowWrite> changes)
    {
        if (draft.ClientMessageId is not { } id)
        {
            return null;
        }

        var key = RoomKeys.Send(SenderOf(draft).Id, id);
        return state.KnownSend(SenderOf(draft).Id, id)
            ?? (Drafts.Count == 1 ? null : changes.Select(change => change.Row).OfType<SendRow>().FirstOrDefault(row => row.RowKey == key));
    }

    /// <summary>Whether an attachment is part of a message, in the room or in the same command.</summary>
    private static bool IsUsed(string id, RoomState state, List<RowWrite> changes) =>
        state.Rows[RoomKeys.Attachment(id)] is not null || changes.Exists(change => change.Row.RowKey == RoomKeys.Attachment(id));

    private UserRef SenderOf(Draft draft) => draft.Imported?.Sender ?? new UserRef(Actor.Id, Actor.Username);

    private MessageRow Row(Draft draft, RoomHead head, string? mentions) => new()
    {
        PartitionKey = head.RoomId,
        RowKey = RoomKeys.Message(head.Seq),
        Id = draft.Id,
        SenderId = SenderOf(draft).Id,
        SenderName = SenderOf(draft).Username,
        Text = draft.Text,
        ClientMessageId = draft.ClientMessageId,
        ReplyTo = draft.ReplyTo,
        CreatedAt = head.LastAt,
        Ordinal = head.MessageCount,
        Mentions = mentions,
        Attachments = MessageRow.WriteAttachments(draft.Files?.Attachments ?? []),
        Blobs = draft.Files?.Blobs,
    };
}

/// <summary>A validated and trimmed message with its new id.</summary>
/// <param name="Text">The text; empty if it has files only.</param>
/// <param name="Files">Its files; null: none.</param>
internal sealed record Draft(string Id, string Text, string? ClientMessageId, long? ReplyTo, DraftFiles? Files = null)
{
    /// <summary>The sender and the time of an imported message; null: the actor sends it now.</summary>
    public ImportedFrom? Imported { get; init; }

    /// <summary>The ids that its text mentions. Imported messages mention nobody.</summary>
    public IReadOnlyList<string> MentionedIds => field ??= Imported is null ? Mentions.In(Text) : [];

    /// <summary>128 bits of a SHA-256 of the content, by which a repeated send is recognised.</summary>
    public string Hash { get; } = ClientMessageId is null ? "" : Fingerprint(Text, ReplyTo, Files?.Tokens ?? []);

    /// <summary>No text contains the separator of tokens, which is a control character.</summary>
    private static string Fingerprint(string text, long? replyTo, IReadOnlyList<string> tokens) => Base64Url.EncodeToString(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{replyTo}\n{text}{string.Concat(tokens.Select(token => "\0" + token))}"))).AsSpan(..16));
}

/// <summary>The files of a message to send.</summary>
/// <param name="Tokens">The tokens of their uploads, as the sender gave them.</param>
/// <param name="Attachments">The files; empty if they are refused.</param>
/// <param name="Refusal">Why the files can't be used now. A message that is already stored has precedence.</param>
/// <param name="Blobs">Signs their addresses.</param>
internal sealed record DraftFiles(IReadOnlyList<string> Tokens, IReadOnlyList<StoredAttachment> Attachments, Refusal? Refusal, AccountBlobs? Blobs);

/// <summary>Who sent an imported message, and when.</summary>
internal sealed record ImportedFrom(UserRef Sender, DateTimeOffset CreatedAt);
