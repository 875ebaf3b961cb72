using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.RateLimits;

/// <summary>
/// What a client that went too fast is told beside <c>Retry-After</c>: the fields <c>RateLimit-Policy</c> and <c>RateLimit</c> of
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (draft 10).
/// </summary>
/// <param name="Policy">Which bucket.</param>
/// <param name="Quota">Tokens in a full one.</param>
/// <param name="Window">How long an empty one takes to fill.</param>
/// <param name="Remaining">Tokens left.</param>
public sealed record RateLimitState(string Policy, int Quota, TimeSpan Window, int Remaining)
{
    /// <param name="headers">Gets the fields.</param>
    /// <param name="wait">Until trying again makes sense.</param>
    internal void WriteTo(IHeaderDictionary headers, TimeSpan wait)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Quota};w={Seconds(Window)}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Remaining};t={Seconds(wait)}");
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
