using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Takes an invitation back. Taking back one that isn't there changes nothing.</summary>
internal sealed record RevokeInvitation(Actor Actor, string Code) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Invitation(Code)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Invite) is { } refusal)
        {
            return refusal;
        }

        return state.Invitation(Code) is null
            ? Decision.Unchanged
            : Decision.Change(state.Head!, [Delete(state.Head!.RoomId, Code)], events: []);
    }

    public static RowChange Delete(string roomId, string code) =>
        RowChange.Delete(new InvitationRow { PartitionKey = roomId, RowKey = RoomKeys.Invitation(code) });
}
