using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>Tells a room that somebody is writing. Costs one point read, and nothing is stored.</summary>
internal sealed class TypingService(RoomAccess access, TypingThrottle throttle, TimeProvider clock)
{
    /// <summary>Two intervals and a second: whoever goes on writing never seems to pause.</summary>
    private static readonly TimeSpan ShownFor = (2 * TypingThrottle.Interval) + TimeSpan.FromSeconds(1);

    /// <returns>What to tell the room; 404 or 403 for a stranger, 403 for a member who can't send.</returns>
    public async Task<Outcome<TypingNoted>> NoteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var member = await access.MemberAsync(roomId, caller.UserId, cancellationToken);
        if (member.Refusal is { } stranger)
        {
            return stranger;
        }

        // Who may send is the same in rooms of every kind, so the room itself need not be read.
        if (Permissions.Refuse(RoomKind.Private, member.Value.Role, RoomAction.Send) is { } refusal)
        {
            return refusal;
        }

        return new TypingNoted(throttle.TryPass(roomId, caller.UserId)
            ? new Typing(roomId, caller.UserId, caller.Username, clock.GetUtcNow() + ShownFor)
            : null);
    }
}

/// <summary>What became of the hint.</summary>
/// <param name="Broadcast">For the room, unless one was sent just now.</param>
internal sealed record TypingNoted(Typing? Broadcast);
