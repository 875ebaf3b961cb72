namespace ChatFunctions.Messages;

/// <summary>Limits sends by user and by room. An attempt costs the user a token for each message, and a message that is stored costs the room one, so strangers can't exhaust a room.</summary>
internal sealed class SendLimits(RateLimiters limiters, RoomAccess access, ILogger<SendLimits> logger)
{
    /// <param name="caller">The sender. A back end takes from the bucket of its key instead of the user's.</param>
    /// <returns>Null: the messages can be sent; otherwise 429 <c>rate_limited</c>.</returns>
    public async Task<Refusal?> RefuseAsync(Caller caller, string roomId, int messages, CancellationToken cancellationToken)
    {
        if (!limiters.Enabled)
        {
            return null;
        }

        var byUser = caller.ApiKeyId is null ? limiters[RateLimit.Sends].Take(caller.UserId, messages) : null;
        var byRoom = byUser is null ? limiters[RateLimit.RoomSends].RefuseIfEmpty(roomId) : null;
        if ((byUser ?? byRoom) is not { } refusal)
        {
            return null;
        }

        logger.SentTooFast(roomId, caller.UserId, messages);

        // Refusing a non-member because the room is busy would reveal that it exists.
        return byRoom is null ? refusal : (await access.CheckAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken)).Refusal ?? refusal;
    }

    /// <summary>Counts messages that were stored.</summary>
    public void Count(string roomId, int messages)
    {
        if (limiters.Enabled && messages > 0)
        {
            limiters[RateLimit.RoomSends].TakeUpTo(roomId, messages);
        }
    }
}
