using ChatFunctions.Accounts;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Joins a room by an invitation, and counts that. Somebody who is in it already stays what they are, and no use is counted.</summary>
internal sealed record AcceptInvitation(Actor Actor, string EventId, string Code) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Invitation(Code)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is null or { Deleted: true } || state.Invitation(Code) is not { } invitation)
        {
            return RoomRefusals.InvitationNotFound;
        }

        if (state.Member(Actor.Id) is not null)
        {
            return Decision.Unchanged;
        }

        if (!invitation.IsOpen(now))
        {
            return RoomRefusals.InvitationExpired;
        }

        var joined = Membership.Add(this, state.Head, new UserRef(Actor.Id, Actor.Username), Role.Member, now);
        return joined.Refusal is null
            ? Decision.Change(joined.Head!, [.. joined.Changes, RowChange.Replace(Used(state.Head.RoomId, invitation))], joined.Events)
            : joined;
    }

    private static InvitationRow Used(string roomId, InvitationRow invitation) => new()
    {
        PartitionKey = roomId,
        RowKey = invitation.RowKey,
        CreatedBy = invitation.CreatedBy,
        CreatedAt = invitation.CreatedAt,
        ExpiresAt = invitation.ExpiresAt,
        MaxUses = invitation.MaxUses,
        Uses = invitation.Uses + 1,
    };
}
