using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>A change to a message that is there.</summary>
internal abstract record MessageChange(Actor Actor, string EventId, long Seq) : EventCommand(Actor, EventId)
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

        var decision = Decide(state.Head!, state.Member(Actor.Id)!.Role, message, now);
        return decision with { Message = decision.Events is [RoomChange { Message: { } changed }] ? changed : message.ToMessage() };
    }

    protected abstract Decision Decide(RoomHead head, Role role, MessageRow message, DateTimeOffset now);

    /// <summary>Replaces the message and appends the event that says so.</summary>
    protected Decision Append(RoomHead head, MessageRow message, RoomChangeType change, DateTimeOffset now, string? emoji, params ReadOnlySpan<RowChange> more)
    {
        var row = Next(head, change, now);
        row.MessageSeq = Seq;
        row.Emoji = emoji;
        return Append(head, row, message.ToMessage(), [RowChange.Replace(message), .. more]);
    }
}
