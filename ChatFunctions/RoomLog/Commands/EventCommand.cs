using ChatFunctions.Messages;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>A command that makes at most one event, which isn't a message.</summary>
/// <param name="Actor">Who does it.</param>
/// <param name="EventId">The id that the event will have.</param>
internal abstract record EventCommand(Actor Actor, string EventId) : RoomCommand(Actor)
{
    /// <summary>The event's row at the next seq; the caller fills in what it is about.</summary>
    protected ChangeRow Next(RoomHead head, RoomChangeType change, DateTimeOffset now) => Next(head, change, now, Actor, EventId);

    internal static ChangeRow Next(RoomHead head, RoomChangeType change, DateTimeOffset now, Actor actor, string eventId) => new()
    {
        PartitionKey = head.RoomId,
        RowKey = RoomKeys.Change(head.Seq + 1),
        Id = eventId,
        Change = change,
        ActorId = actor.Id,
        ActorName = actor.Username,
        At = now,
    };

    /// <summary>The decision that appends this event beside other changes.</summary>
    /// <param name="head">The head with everything changed but seq and time.</param>
    /// <param name="row">The event's row.</param>
    /// <param name="message">The message concerned, in the state that it gets.</param>
    /// <param name="changes">What else changes.</param>
    protected static Decision Append(RoomHead head, ChangeRow row, Message? message, params ReadOnlySpan<RowChange> changes) => Decision.Change(
        head with { Seq = row.Seq, LastAt = row.At },
        [RowChange.Add(row), .. changes],
        [row.ToEvent(message)]);
}
