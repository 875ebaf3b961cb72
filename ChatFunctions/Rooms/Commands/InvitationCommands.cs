namespace ChatFunctions.Rooms.Commands;

/// <summary>Creates an invitation.</summary>
/// <param name="MaxUses">The use limit; null: none.</param>
/// <param name="Replaces">An expired or used invitation to delete, which makes room for this one; null: none.</param>
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
            closed is null || closed.IsOpen(now) ? [RowWrite.Add(row)] : [RowWrite.Add(row), RevokeInvitation.Delete(roomId, Replaces!)],
            events: []);
    }
}

/// <summary>Joins a room by an invitation and counts the use. Changes nothing if the user is already a member.</summary>
internal sealed record AcceptInvitation(Actor Actor, string EventId, string Code) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [.. Membership.Needs(Actor.Id), RoomKeys.Invitation(Code)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is null or { IsDeleted: true } || state.Invitation(Code) is not { } invitation)
        {
            return RoomRefusals.InvitationNotFound;
        }

        if (state.Member(Actor.Id) is not null)
        {
            return Decision.Unchanged;
        }

        if (state.Restriction(Actor.Id) is { IsBan: true })
        {
            return Refused(state.Head.Kind);
        }

        if (!invitation.IsOpen(now))
        {
            return RoomRefusals.InvitationExpired;
        }

        var joined = Membership.Add(this, state, new UserRef(Actor.Id, Actor.Username), role: null, now);
        return joined.Refusal is null
            ? Decision.Change(joined.Head!, [.. joined.Changes, RowWrite.Replace(invitation with { Uses = invitation.Uses + 1 })], joined.Events)
            : joined;
    }

    /// <summary>The refusal for a banned user, which doesn't reveal a private room.</summary>
    public static Refusal Refused(RoomKind kind) => kind == RoomKind.Public ? RoomRefusals.Banned : RoomRefusals.InvitationNotFound;
}

/// <summary>Revokes an invitation, if it exists.</summary>
internal sealed record RevokeInvitation(Actor Actor, string Code) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Invitation(Code)];

    public override Decision Decide(RoomState state, DateTimeOffset now) =>
        state.Refuse(Actor.Id, RoomAction.Invite) is { } refusal ? refusal
        : state.Invitation(Code) is null ? Decision.Unchanged
        : Decision.Change(state.Head!, [Delete(state.Head!.RoomId, Code)], events: []);

    public static RowWrite Delete(string roomId, string code) =>
        RowWrite.Delete(new InvitationRow { PartitionKey = roomId, RowKey = RoomKeys.Invitation(code) });
}
