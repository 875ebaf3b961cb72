using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.RateLimits;

/// <summary>Limits sends by user and by room: each message costs a token of both, also if it turns out to be sent already.</summary>
internal sealed class SendLimits(RateLimiters limiters, RoomMemberships memberships, ILogger<SendLimits> logger)
{
    /// <returns>Null: the messages can be sent; otherwise 429 <c>rate_limited</c>.</returns>
    public async Task<Refusal?> RefuseAsync(Caller caller, string roomId, int messages, CancellationToken cancellationToken)
    {
        if (!limiters.Enabled)
        {
            return null;
        }

        var byUser = limiters.Sends.Take(caller.UserId, messages);
        var byRoom = byUser is null ? limiters.RoomSends.Take(roomId, messages) : null;
        if ((byUser ?? byRoom) is not { } refusal)
        {
            return null;
        }

        logger.SentTooFast(roomId, caller.UserId, messages);

        // That a room is busy would tell a stranger that it exists.
        return byRoom is null ? refusal : (await memberships.ForAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken)).Refusal ?? refusal;
    }
}
