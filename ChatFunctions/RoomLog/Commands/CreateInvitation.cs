using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Makes an invitation.</summary>
/// <param name="Actor">Who invites.</param>
/// <param name="Code">The code that it will have, used by no other.</param>
/// <param name="MaxUses">How many it lets in; null: however many.</param>
/// <param name="ExpiresAt">When it stops letting anybody in.</param>
/// <param name="Replaces">An invitation that lets nobody in any more and makes place for this one; null: none.</param>
internal sealed record CreateInvitation(Actor Actor, string Code, int? MaxUses, DateTimeOffset ExpiresAt, string? Replaces) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs =>
        Replaces is null ? [RoomKeys.Member(Actor.Id), RoomKeys.Invitation(Code)] : [RoomKeys.Member(Actor.Id), RoomKeys.Invitation(Code), RoomKeys.Invitation(Replaces)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Invite) is { } refusal)
        {
            return refusal;
        }

        if (state.Invitation(Code) is not null)
        {
            return Decision.Unchanged;
        }

        var roomId = state.Head!.RoomId;
        var row = new InvitationRow
        {
            PartitionKey = roomId,
            RowKey = RoomKeys.Invitation(Code),
            CreatedBy = Actor.Id,
            CreatedAt = now,
            ExpiresAt = ExpiresAt,
            MaxUses = MaxUses,
        };
        var closed = Replaces is null ? null : state.Invitation(Replaces);
        return Decision.Change(
            state.Head,
            closed is null || closed.IsOpen(now) ? [RowChange.Add(row)] : [RowChange.Add(row), RevokeInvitation.Delete(roomId, Replaces!)],
            events: []);
    }
}
