using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.RateLimits;

/// <summary>
/// Limits sends, by user and by room. Every message costs a token of both; one that was sent before costs none, even when there is none
/// left: a client that repeats what wasn't answered isn't punished for it.
/// </summary>
internal sealed class SendLimits(RateLimiter limiter, RoomStore store, Standings standings, ILogger<SendLimits> logger)
{
    /// <summary>Sends, if there are tokens for it or it needs none.</summary>
    /// <param name="caller">Who sends.</param>
    /// <param name="roomId">Where to, a plausible id.</param>
    /// <param name="messages">What.</param>
    /// <param name="send">Does it.</param>
    /// <param name="cancellationToken">Ends looking for earlier sends.</param>
    /// <returns>What became of it; 429 <c>rate_limited</c>.</returns>
    public async Task<Outcome<Appended>> LimitAsync(
        Caller caller, string roomId, IReadOnlyList<SendMessageRequest> messages, Func<Task<Outcome<Appended>>> send, CancellationToken cancellationToken)
    {
        if (!limiter.Enabled)
        {
            return await send();
        }

        var taken = messages.Count;
        if (Take(caller, roomId, taken) is { } refusal)
        {
            if (!await IsReplayAsync(caller, roomId, messages, cancellationToken))
            {
                logger.SentTooFast(roomId, caller.UserId, messages.Count);
                return await StrangersRefusalAsync(refusal, caller, roomId, cancellationToken) ?? refusal;
            }

            taken = 0;
        }

        var sent = await send();
        Settle(caller, roomId, taken, sent);
        return sent;
    }

    private Refusal? Take(Caller caller, string roomId, int tokens)
    {
        if (RateLimiter.Take(limiter.Sends, caller.UserId, tokens) is { } tooFast)
        {
            return tooFast;
        }

        var crowded = RateLimiter.Take(limiter.RoomSends, roomId, tokens);
        if (crowded is not null)
        {
            limiter.Sends.Return(caller.UserId, tokens);
        }

        return crowded;
    }

    /// <summary>That a room is busy tells that it is there, so strangers hear what they always hear.</summary>
    /// <returns>What a stranger hears; null: the refusal isn't the room's, or the caller is a member.</returns>
    private async Task<Refusal?> StrangersRefusalAsync(Refusal refusal, Caller caller, string roomId, CancellationToken cancellationToken) =>
        refusal.RateLimit?.Policy == limiter.RoomSends.Name
            ? (await standings.ForAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken)).Refusal
            : null;

    /// <summary>Whether all of it was sent before. One that is new ends the looking, so that refusing costs one read.</summary>
    private async Task<bool> IsReplayAsync(Caller caller, string roomId, IReadOnlyList<SendMessageRequest> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (message.ClientMessageId is not { } id
                || await store.FindAsync<SendRow>(roomId, RoomKeys.Send(caller.UserId, id), cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What turned out to be a replay is given back. What the room refused costs the sender, so that trying has a price, and not the room.</summary>
    private void Settle(Caller caller, string roomId, int taken, Outcome<Appended> sent)
    {
        var appended = sent.Refusal is null ? sent.Value.Sent.Count(message => !message.Replayed) : 0;
        var unused = Math.Max(0, taken - appended);
        limiter.RoomSends.Return(roomId, unused);
        if (sent.Refusal is null)
        {
            limiter.Sends.Return(caller.UserId, unused);
        }
    }
}
