using ChatFunctions.Http;
using ChatFunctions.Rooms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatFunctions.RateLimits;

/// <summary>The rate limits of this instance.</summary>
internal sealed class RateLimiters(IOptions<RateLimitOptions> options)
{
    public bool Enabled => options.Value.Enabled;

    public bool TrustForwardedFor => options.Value.TrustForwardedFor;

    /// <summary>By user.</summary>
    public TokenBuckets Sends { get; } = new("sends", options.Value.Sends);

    /// <summary>By room.</summary>
    public TokenBuckets RoomSends { get; } = new("roomSends", options.Value.RoomSends);

    /// <summary>By user.</summary>
    public TokenBuckets Writes { get; } = new("writes", options.Value.Writes);

    /// <summary>By address.</summary>
    public TokenBuckets Credentials { get; } = new("credentials", options.Value.Credentials);

    /// <summary>By address.</summary>
    public TokenBuckets Refreshes { get; } = new("refreshes", options.Value.Refreshes);

    /// <summary>As a client sees them; null: there are none.</summary>
    public PublishedRateLimits? Published => Enabled ? options.Value.Published : null;
}

/// <summary>Limits sends by user and by room. An attempt costs the user a token for each message, and a message that is stored costs the room one, so strangers can't exhaust a room.</summary>
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
        var byRoom = byUser is null ? limiters.RoomSends.RefuseIfEmpty(roomId) : null;
        if ((byUser ?? byRoom) is not { } refusal)
        {
            return null;
        }

        logger.SentTooFast(roomId, caller.UserId, messages);

        // That a room is busy would tell a stranger that it exists.
        return byRoom is null ? refusal : (await memberships.ForAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken)).Refusal ?? refusal;
    }

    /// <summary>Counts messages that were stored.</summary>
    public void Count(string roomId, int messages)
    {
        if (limiters.Enabled && messages > 0)
        {
            limiters.RoomSends.TakeUpTo(roomId, messages);
        }
    }
}
