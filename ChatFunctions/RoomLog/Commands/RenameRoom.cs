using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

internal sealed record RenameRoom(Actor Actor, string EventId, string Name) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Rename) is { } refusal)
        {
            return refusal;
        }

        if (state.Head!.Name == Name)
        {
            return Decision.Unchanged;
        }

        var row = Next(state.Head, RoomChangeType.RoomRenamed, now);
        row.Name = Name;
        return Append(state.Head with { Name = Name }, row, message: null);
    }
}
