namespace ChatFunctions.Rooms.Commands;

/// <summary>Records in a direct room's head whether one of its two users has blocked the other.</summary>
internal sealed record SetBlocker(Actor Actor, bool IsBlocking) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now) =>
        state.Refuse(Actor.Id, RoomAction.Read) is { } refusal ? refusal
        : state.Head!.IsBlockedBy(Actor.Id) == IsBlocking ? Decision.Unchanged
        : Decision.Change(state.Head.WithBlocker(Actor.Id, IsBlocking), changes: [], events: []);
}
