using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>Moves a member's read marker, forward only, whoever else moves it at the same time.</summary>
internal sealed class ReadMarkerService(RoomMemberships memberships, RoomRows rows, ReadMarkerStore markers)
{
    /// <summary>Costs three reads sent together and one write, or no write where the marker is there already.</summary>
    /// <returns>The marker as it is now; 404 or 403 for a stranger; 400 for a seq beyond the head.</returns>
    public async Task<Outcome<MarkedRead>> MoveAsync(Caller caller, string roomId, long seq, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var membershipRead = MembershipAsync();
        var newest = rows.MessagesAsync(roomId, 1, seq, 1, senderId: null, cancellationToken);
        await Task.WhenAll(membershipRead, newest);
        var (membership, last) = (await membershipRead, (await newest).FirstOrDefault());
        if (membership.Refusal is null && seq > membership.Value.Head.Seq && last?.Seq != seq)
        {
            return Refusal.Invalid("seq", "This room has no event with this seq.");
        }

        // Whoever was faster has moved the marker forward, so this ends. What was counted stands: a client knows of a seq only after
        // its commit, and nothing is ever inserted before it.
        while (membership.Refusal is null && membership.Value.Member is { } member && !(member.ReadSeq >= seq))
        {
            if (await markers.TryMoveAsync(member, seq, last?.Ordinal ?? 0, cancellationToken))
            {
                return new MarkedRead(new ReadMarker(roomId, caller.UserId, seq), Moved: true);
            }

            membership = await MembershipAsync();
        }

        return membership.Refusal is { } refusal ? refusal : new MarkedRead(new ReadMarker(roomId, caller.UserId, membership.Value.Member!.ReadSeq!.Value), Moved: false);

        Task<Outcome<RoomMembership>> MembershipAsync() => memberships.ForAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken);
    }
}

/// <summary>What became of marking as read.</summary>
/// <param name="Marker">The marker as it is now.</param>
/// <param name="Moved">Whether this has moved it: the room is told.</param>
internal sealed record MarkedRead(ReadMarker Marker, bool Moved);
