using Microsoft.Extensions.Caching.Memory;

namespace ChatFunctions.Live;

internal sealed class TypingFunctions(RoomAccess access, TypingThrottle throttle, TimeProvider clock)
{
    /// <summary>Two intervals and a second, so that continuous typing doesn't seem to pause.</summary>
    private static readonly TimeSpan ShownFor = (2 * TypingThrottle.Interval) + TimeSpan.FromSeconds(1);

    /// <summary>Tells a room that a member is typing. It costs two concurrent point reads, and nothing is stored.</summary>
    [Function("NoteTyping")]
    public Task<LiveResponse> NoteTyping(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/typing")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Send, cancellationToken).ToLive(_ =>
        {
            var typing = new Typing(roomId, request.Caller().UserId, request.Caller().Username, clock.GetUtcNow() + ShownFor);
            return LiveMessages.ToRoom(roomId, Hub.Typing, throttle.TryPass(roomId, typing.UserId) ? typing : null, JsonAnswer.Accepted(typing));
        });
}

/// <summary>A member is typing; the argument of the live message <c>typing</c>. Never stored.</summary>
/// <param name="ExpiresAt">Until when to show it, unless a message or another one of these arrives first.</param>
public sealed record Typing(string RoomId, string UserId, string Username, DateTimeOffset ExpiresAt);

/// <summary>
/// Limits typing messages of each user in each room to one in an <see cref="Interval"/>, on this instance. Beyond
/// <see cref="MaxRemembered"/>, some pass earlier, which costs a broadcast.
/// </summary>
internal sealed class TypingThrottle(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int MaxRemembered = 20_000;

    private static readonly MemoryCacheEntryOptions Remembered = new() { Size = 1, AbsoluteExpirationRelativeToNow = 10 * Interval };

    private readonly MemoryCache _passed = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public bool TryPass(string roomId, string userId)
    {
        if (_passed.TryGetValue((roomId, userId), out long passedAt) && clock.GetElapsedTime(passedAt) < Interval)
        {
            return false;
        }

        _passed.Set((roomId, userId), clock.GetTimestamp(), Remembered);
        return true;
    }

    public void Dispose() => _passed.Dispose();
}
