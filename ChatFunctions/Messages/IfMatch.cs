using System.Globalization;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Messages;

internal static class IfMatchHeader
{
    /// <summary>The version in <c>If-Match: "3"</c>.</summary>
    /// <returns>Null where the header is absent or <c>*</c>; 400 where it is something else.</returns>
    public static Outcome<int?> IfMatch(this HttpRequest request)
    {
        var value = request.Headers.IfMatch.ToString();
        if (value is "" or "*")
        {
            return (int?)null;
        }

        return int.TryParse(value.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : Refusal.Invalid("If-Match", "Use the message's version in quotes, such as \"3\".");
    }
}
