using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Http;

internal static class SinceQuery
{
    private const int MostDays = 36_500;

    /// <summary>ISO 8601 as RFC 3339 narrows it, with the time and its parts optional; without an offset it is UTC.</summary>
    private static readonly string[] Iso = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

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

        return DateTimeOffset.TryParseExact(text, Iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Refusal.Invalid("since", "Use an ISO 8601 time, or a number of days such as 30d.");
    }
}
