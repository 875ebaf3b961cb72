using Microsoft.AspNetCore.Http;

namespace ChatFunctions.RateLimits;

/// <summary>Which bucket a function takes from.</summary>
internal enum RateLimit
{
    /// <summary>None: for functions that a back end calls with its key, and for reading.</summary>
    None,

    /// <summary>What a user changes, sends aside.</summary>
    Writes,

    /// <summary>Registering and logging in, by address.</summary>
    Credentials,

    /// <summary>Refreshing sessions, by address.</summary>
    Refreshes,

    /// <summary>Sends. How much one costs depends on what is in it, so <see cref="SendLimits"/> takes it, not the middleware.</summary>
    Sends,
}

/// <summary>
/// Says from which bucket a function takes. Without it, what reads takes from none, what changes something takes from
/// <see cref="RateLimit.Writes"/> and what does so without a caller from <see cref="RateLimit.Credentials"/>: forgetting it limits more,
/// not less.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RateLimitAttribute(RateLimit limit) : Attribute
{
    public RateLimit Limit => limit;

    /// <summary>The bucket of a function without the attribute.</summary>
    public static RateLimit Undeclared(string method, bool hasCaller) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? RateLimit.None
        : hasCaller ? RateLimit.Writes
        : RateLimit.Credentials;
}
