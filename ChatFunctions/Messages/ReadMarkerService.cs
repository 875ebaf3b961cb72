using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>Moves a member's read marker, forward only, whoever else moves it at the same time.</summary>
internal sealed class ReadMarkerService(RoomAccess access, RoomRows rows, RoomStore store, RoomAppender appender, ReadMarkerStore markers)
{
    /// <summary>
    /// Costs two reads sent together and one write, or no write where the marker is there already. A seq that is no message's and
    /// that this instance hasn't seen the room reach takes one more read, of the head.
    /// </summary>
    /// <returns>What to tell the room; 404 or 403 for a stranger; 400 for a seq beyond the head.</returns>
    public async Task<Outcome<MarkedRead>> MoveAsync(Caller caller, string roomId, long seq, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var membership = access.MemberAsync(roomId, caller.UserId, cancellationToken);
        var newest = rows.MessagesAsync(roomId, 1, seq, 1, senderId: null, cancellationToken);
        await Task.WhenAll(membership, newest);
        var (member, last) = (await membership, (await newest).FirstOrDefault());
        if (member.Refusal is null && !IsAt(member.Value, seq) && last?.Seq != seq && !await HasReachedAsync(roomId, seq, cancellationToken))
        {
            return Refusal.Invalid("seq", "There is no event with this seq in the room.");
        }

        // Whoever was faster has moved the marker forward, so this ends. What was counted stands: a client knows of a seq only after
        // its commit, and nothing is ever inserted before it.
        while (member.Refusal is null && !IsAt(member.Value, seq))
        {
            if (await markers.TryMoveAsync(member.Value, seq, last?.Ordinal ?? 0, cancellationToken))
            {
                return new MarkedRead(new ReadMarker(roomId, caller.UserId, seq));
            }

            member = await access.MemberAsync(roomId, caller.UserId, cancellationToken);
        }

        return member.Refusal is { } refusal ? refusal : new MarkedRead(Broadcast: null);
    }

    private static bool IsAt(MemberRow member, long seq) => member.ReadSeq >= seq;

    private async Task<bool> HasReachedAsync(string roomId, long seq, CancellationToken cancellationToken) =>
        appender.LastKnownHead(roomId)?.Seq >= seq || (await store.HeadAsync(roomId, cancellationToken))?.Seq >= seq;
}

/// <summary>What became of marking as read.</summary>
/// <param name="Broadcast">For the room, where the marker has moved.</param>
internal sealed record MarkedRead(ReadMarker? Broadcast);
