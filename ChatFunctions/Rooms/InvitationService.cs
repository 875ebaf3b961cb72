using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

/// <summary>Creates, lists, revokes and accepts invitations.</summary>
internal sealed class InvitationService(
    RoomAppender appender, MembershipWriter membershipWriter, RoomStore store, RoomRows rows, RoomAccess access, Ids ids, TimeProvider clock)
{
    /// <param name="origin">The start of its link, without a trailing slash.</param>
    public async Task<Outcome<Invitation>> CreateAsync(
        Caller caller, string roomId, CreateInvitationRequest request, string origin, CancellationToken cancellationToken)
    {
        var present = await AllAsync(caller, roomId, cancellationToken);
        if (present.Refusal is { } notAllowed)
        {
            return notAllowed;
        }

        var now = clock.GetUtcNow();
        var isFull = present.Value.Count >= Limits.InvitationsPerRoom;
        var closed = isFull ? present.Value.Find(row => !row.IsOpen(now)) : null;
        if (isFull && closed is null)
        {
            return RoomRefusals.TooManyInvitations;
        }

        var code = ids.NewInvitationCode(roomId);
        var expiresAt = now.AddHours(request.ExpiresInHours ?? Limits.InvitationHours);
        var appended = await appender.AppendAsync(roomId, new CreateInvitation(Actor.Of(caller), code, request.MaxUses, expiresAt, closed?.Code));
        return appended.Refusal is { } refusal
            ? refusal
            : new Invitation(code, Invitation.UrlOf(code, origin), request.MaxUses, Uses: 0, expiresAt);
    }

    /// <returns>The room's invitations, newest first, including expired and used ones.</returns>
    public Task<Outcome<Page<Invitation>>> PageAsync(Caller caller, string roomId, InvitationQuery query, string origin, CancellationToken cancellationToken) =>
        AllAsync(caller, roomId, cancellationToken).Then<List<InvitationRow>, Page<Invitation>>(all =>
        {
            var rest = all.OrderByDescending(InvitationQuery.PlaceOf, StringComparer.Ordinal).Where(query.IsAhead).ToList();
            var page = rest.Take(query.Limit).ToList();
            return Task.FromResult<Outcome<Page<Invitation>>>(new Page<Invitation>(
                [.. page.Select(row => Invitation.Of(row, origin))], page.Count < rest.Count ? InvitationQuery.PlaceOf(page[^1]) : null));
        });

    public Task<Outcome<Appended>> RevokeAsync(Caller caller, string roomId, string code) =>
        Ids.RoomIdOfInvitation(code) != roomId ? Task.FromResult<Outcome<Appended>>(RoomRefusals.InvitationNotFound)
        : appender.AppendAsync(roomId, new RevokeInvitation(Actor.Of(caller), code));

    /// <summary>Joins by an invitation. It is read first, so that an invalid code writes nothing.</summary>
    public Task<Outcome<MembershipUpdate>> AcceptAsync(Caller caller, string code, CancellationToken cancellationToken) =>
        FindAsync(caller, code, cancellationToken).Then(async room => room.Member is { } member
            ? new MembershipUpdate(Room.Of(room.Head, member.Role), []) { Added = [caller.UserId] }
            : await membershipWriter.JoinAsync(room.Head.RoomId, new AcceptInvitation(Actor.Of(caller), ids.NewId(), code), cancellationToken));

    /// <returns>The room that the caller is in or can join by the invitation.</returns>
    public async Task<Outcome<RoomMembership>> FindAsync(Caller caller, string code, CancellationToken cancellationToken)
    {
        if (Ids.RoomIdOfInvitation(code) is not { } roomId)
        {
            return RoomRefusals.InvitationNotFound;
        }

        var (membership, invitation) = await BoundedRequests.BothAsync(
            access.FindAsync(caller.UserId, roomId, cancellationToken), store.FindAsync<InvitationRow>(roomId, RoomKeys.Invitation(code), cancellationToken));
        if (invitation is null || membership.Refusal is not null)
        {
            return RoomRefusals.InvitationNotFound;
        }

        var (head, member) = membership.Value;
        if (member is not null)
        {
            return membership;
        }

        if (await store.IsBannedAsync(caller.UserId, roomId, cancellationToken))
        {
            return AcceptInvitation.Refused(head.Kind);
        }

        return invitation.IsOpen(clock.GetUtcNow()) ? membership : RoomRefusals.InvitationExpired;
    }

    private Task<Outcome<List<InvitationRow>>> AllAsync(Caller caller, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(caller.UserId, roomId, RoomAction.Invite, cancellationToken)
            .Then<RoomMembership, List<InvitationRow>>(async _ => await rows.InvitationsAsync(roomId, 2 * Limits.InvitationsPerRoom, cancellationToken));
}
