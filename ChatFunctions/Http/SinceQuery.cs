using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Http;

internal static class SinceQuery
{
    private const int MostDays = 36_500;

    /// <summary>Reads <c>since</c>: an ISO 8601 time, or a number of days back such as <c>30d</c>.</summary>
    public static Outcome<DateTimeOffset?> Since(this HttpRequest request, TimeProvider clock)
    {
        var text = request.Query["since"].ToString();
        if (text.Length == 0)
        {
            return (DateTimeOffset?)null;
        }

        if (text[^1] == 'd' && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays)
        {
            return clock.GetUtcNow().AddDays(-days);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Refusal.Invalid("since", "An ISO 8601 time or a number of days such as 30d is needed.");
    }
}
