namespace ChatFunctions.Live;

internal sealed class TypingFunctions(TypingService typing)
{
    [Function("NoteTyping")]
    public Task<LiveResponse> NoteTyping(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/typing")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        typing.NoteAsync(request.Caller(), roomId, cancellationToken)
            .ToLive(noted => LiveMessages.ToRoom(roomId, Hub.Typing, noted.IsNews ? noted.Typing : null, JsonAnswer.Accepted(noted.Typing)));
}

/// <summary>Tells a room that a member is typing. It costs two concurrent point reads, and nothing is stored.</summary>
internal sealed class TypingService(RoomAccess access, TypingThrottle throttle, TimeProvider clock)
{
    /// <summary>Two intervals and a second, so that continuous typing doesn't seem to pause.</summary>
    private static readonly TimeSpan ShownFor = (2 * TypingThrottle.Interval) + TimeSpan.FromSeconds(1);

    /// <returns>The message; 404 or 403 for a non-member, 403 for a member who can't send.</returns>
    public async Task<Outcome<TypingNoted>> NoteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Send, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        return new TypingNoted(new Typing(roomId, caller.UserId, caller.Username, clock.GetUtcNow() + ShownFor), throttle.TryPass(roomId, caller.UserId));
    }
}

/// <summary>A typing call's result.</summary>
/// <param name="Typing">The message.</param>
/// <param name="IsNews">Whether to send it: false if one was sent for this user just before.</param>
internal sealed record TypingNoted(Typing Typing, bool IsNews);

/// <summary>A member is typing; the argument of the live message <c>typing</c>. Never stored.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The member.</param>
/// <param name="Username">The member's name.</param>
/// <param name="ExpiresAt">Until when to show it, unless a message or another one of these arrives first.</param>
public sealed record Typing(string RoomId, string UserId, string Username, DateTimeOffset ExpiresAt);

/// <summary>
/// Limits typing messages of each user in each room to one in an <see cref="Interval"/>, on this instance. With more than
/// <see cref="MaxRemembered"/>, some pass earlier, which costs a broadcast.
/// </summary>
internal sealed class TypingThrottle(TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    internal const int MaxRemembered = 20_000;

    private readonly Lock _gate = new();

    // Two generations, of which the older one is dropped as a whole. An entry in neither is older than an interval.
    private Dictionary<(string RoomId, string UserId), long> _recent = [];
    private Dictionary<(string RoomId, string UserId), long> _older = [];
    private long _recentSince = clock.GetTimestamp();

    internal int Remembered => _recent.Count + _older.Count;

    public bool TryPass(string roomId, string userId)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_recent.Count >= MaxRemembered / 2 || clock.GetElapsedTime(_recentSince, now) >= Interval)
            {
                (_older, _recent, _recentSince) = (_recent, [], now);
            }

            var key = (roomId, userId);
            if ((_recent.TryGetValue(key, out var passed) || _older.TryGetValue(key, out passed)) && clock.GetElapsedTime(passed, now) < Interval)
            {
                return false;
            }

            _recent[key] = now;
            return true;
        }
    }
}
