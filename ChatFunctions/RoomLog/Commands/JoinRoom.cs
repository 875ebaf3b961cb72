using ChatFunctions.Accounts;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Joins a public room. Somebody who is in it already stays what they are.</summary>
internal sealed record JoinRoom(Actor Actor, string EventId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now) => state switch
    {
        { Head: null or { Deleted: true } } => RoomRefusals.NotFound,
        _ when state.Member(Actor.Id) is not null => Decision.Unchanged,
        { Head.Kind: RoomKind.Public } => Membership.Add(this, state.Head, new UserRef(Actor.Id, Actor.Username), Role.Member, now),
        _ => RoomRefusals.NotFound,
    };
}
