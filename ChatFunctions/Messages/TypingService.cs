using ChatFunctions.Http;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>Tells a room that somebody is writing. Costs two point reads sent together, and nothing is stored.</summary>
internal sealed class TypingService(RoomMemberships memberships, TypingThrottle throttle, TimeProvider clock)
{
    /// <summary>Two intervals and a second: whoever goes on writing never seems to pause.</summary>
    private static readonly TimeSpan ShownFor = (2 * TypingThrottle.Interval) + TimeSpan.FromSeconds(1);

    /// <returns>The hint; 404 or 403 for a stranger, 403 for a member who can't send.</returns>
    public async Task<Outcome<TypingNoted>> NoteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var membership = await memberships.ForAsync(caller.UserId, roomId, RoomAction.Send, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        return new TypingNoted(new Typing(roomId, caller.UserId, caller.Username, clock.GetUtcNow() + ShownFor), throttle.TryPass(roomId, caller.UserId));
    }
}

/// <summary>What became of the hint.</summary>
/// <param name="Typing">The hint.</param>
/// <param name="IsNews">Whether the room is told: it was not told of this user just now.</param>
internal sealed record TypingNoted(Typing Typing, bool IsNews);
