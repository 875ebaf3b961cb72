using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <param name="Actor">Its sender.</param>
/// <param name="EventId">The id that the event will have.</param>
/// <param name="Seq">Which message.</param>
/// <param name="Text">The new text.</param>
/// <param name="IfVersion">The version that the editor saw; null: any.</param>
internal sealed record EditMessage(Actor Actor, string EventId, long Seq, string Text, int? IfVersion) : MessageChange(Actor, EventId, Seq)
{
    protected override RoomAction Action => RoomAction.Send;

    protected override Decision Decide(RoomHead head, Role role, MessageRow message, DateTimeOffset now)
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

        var edited = message.Copy();
        edited.Text = Text;
        edited.EditedAt = now;
        edited.Version = (message.Version ?? 1) + 1;
        return Append(head, edited, RoomChangeType.MessageEdited, now, emoji: null);
    }
}
