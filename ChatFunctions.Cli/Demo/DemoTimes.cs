namespace ChatFunctions.Cli.Demo;

/// <summary>The times of a conversation: working hours of the days before, then the last hour.</summary>
internal static class DemoTimes
{
    private const int Days = 4;
    private const int MessagesPerDay = 4;

    /// <summary>Every conversation has its last message within this time.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(50);

    private static readonly TimeSpan Start = TimeSpan.FromHours(9);
    private static readonly TimeSpan WorkingTime = TimeSpan.FromHours(9);

    /// <summary>Times in ascending order. A later call returns later times, so that an interrupted import can be continued.</summary>
    /// <param name="count">The number of messages.</param>
    /// <param name="quiet">The time since the last message.</param>
    /// <param name="now">The local time.</param>
    public static DateTimeOffset[] Of(int count, TimeSpan quiet, DateTimeOffset now)
    {
        var days = Math.Clamp(count / MessagesPerDay, 1, Days);
        return [.. Enumerable.Range(0, count).Select(index => At(index).ToUniversalTime())];

        DateTimeOffset At(int index)
        {
            var daysAgo = days - 1 - (index * days / count);
            return daysAgo == 0
                ? now - quiet - TimeSpan.FromMinutes(count - 1 - index)
                : new DateTimeOffset(now.Date, now.Offset).AddDays(-daysAgo) + Start + (WorkingTime * index / count);
        }
    }
}
