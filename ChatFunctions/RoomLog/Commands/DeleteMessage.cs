using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Erases a message's text, reactions and fingerprint; a tombstone keeps its place.</summary>
internal sealed record DeleteMessage(Actor Actor, string EventId, long Seq, int? IfVersion) : MessageChange(Actor, EventId, Seq)
{
    protected override RoomAction Action => RoomAction.Read;

    protected override Decision Decide(RoomHead head, Role role, MessageRow message, DateTimeOffset now)
    {
        if (message.SenderId != Actor.Id && !Permissions.Allow(head.Kind, role, RoomAction.DeleteOthersMessages))
        {
            return RoomRefusals.Forbidden;
        }

        if (message.Deleted ?? false)
        {
            return Decision.Unchanged;
        }

        if (IfVersion is { } expected && expected != (message.Version ?? 1))
        {
            return MessageRefusals.VersionMoved;
        }

        var tombstone = message.Copy();
        tombstone.Text = null;
        tombstone.Reactions = null;
        tombstone.Deleted = true;
        tombstone.EditedAt = null;
        tombstone.Version = (message.Version ?? 1) + 1;
        RowChange[] forgetHash = message.ClientMessageId is { } id
            ? [RowChange.Replace(new SendRow { PartitionKey = head.RoomId, RowKey = RoomKeys.Send(message.SenderId, id), Seq = Seq })]
            : [];
        return Append(head, tombstone, RoomChangeType.MessageDeleted, now, emoji: null, forgetHash);
    }
}
