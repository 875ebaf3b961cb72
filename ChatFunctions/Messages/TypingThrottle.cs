namespace ChatFunctions.Messages;

/// <summary>
/// Lets each user's typing in each room through once every <see cref="Interval"/>, on this instance. It remembers
/// <see cref="MaxRemembered"/> at most: with more at once some are let through early, which costs a broadcast and nothing else.
/// </summary>
internal sealed class TypingThrottle(TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    internal const int MaxRemembered = 20_000;

    private readonly Lock _gate = new();

    // Two generations: what is in neither is older than an interval, and forgetting is dropping the older one whole.
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
