using System.Globalization;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Formats times in the local time zone.</summary>
internal sealed class LocalTime(TimeProvider clock)
{
    public DateOnly Today => Date(clock.GetUtcNow());

    public DateOnly Date(DateTimeOffset time) => DateOnly.FromDateTime(Local(time).DateTime);

    public string Time(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The time if it is today, otherwise the day.</summary>
    public string Short(DateTimeOffset time) => Date(time) == Today ? Time(time) : Day(Date(time));

    public string Full(DateTimeOffset time) => Local(time).ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
}
