using System.Globalization;
using Functions.Host.Settings;
using NCrontab;

namespace Functions.Host.Timers;

/// <summary>The schedule of a timer trigger: an NCRONTAB expression of five or six fields, or an interval such as <c>00:05:00</c>.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    /// <exception cref="InvalidSettingException">The text is no schedule.</exception>
    public TimerSchedule(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        _cron = CrontabSchedule.TryParse(text, new() { IncludingSeconds = fields == 6 });
        if (_cron is null && !(TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _interval) && _interval > TimeSpan.Zero))
            throw new InvalidSettingException($"The schedule '{text}' is neither an NCRONTAB expression nor an interval.");
    }

    /// <summary>The first time after the given one, in UTC.</summary>
    public DateTimeOffset Next(DateTimeOffset after) => _cron is null ? after + _interval : new(_cron.GetNextOccurrence(after.UtcDateTime), TimeSpan.Zero);
}
