using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.RoomLog;

/// <summary>Which of a room's events are wanted.</summary>
/// <param name="After">The seq of the last event that the client has; 0: none.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Wait">How long to wait for one where there is none.</param>
internal sealed record EventsQuery(long After, int Limit, TimeSpan Wait)
{
    public static Outcome<EventsQuery> From(HttpRequest request)
    {
        var after = request.Number("after", 0, long.MaxValue - Limits.MaxPageSize);
        var limit = request.Limit();
        var wait = request.Number("wait", 0, Limits.WaitSeconds);
        return (after.Refusal ?? limit.Refusal ?? wait.Refusal) is { } refusal
            ? refusal
            : new EventsQuery(after.Value ?? 0, limit.Value, TimeSpan.FromSeconds(wait.Value ?? 0));
    }
}
