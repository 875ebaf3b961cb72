using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Invocation;

internal static partial class Log
{
    public static void InvocationSucceeded(this ILogger logger, InvocationContext invocation, long started)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            logger.Succeeded(invocation.Function.Name, invocation.InvocationId, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    [LoggerMessage(2, LogLevel.Debug, "Invocation {Id} of {Function} ended because its caller has gone away ({Reason})")]
    public static partial void InvocationCancelled(this ILogger logger, string function, string id, string reason);

    [LoggerMessage(3, LogLevel.Error, "Invocation {Id} of {Function} failed after {Milliseconds} ms")]
    public static partial void InvocationFailed(this ILogger logger, Exception failure, string function, string id, double milliseconds);

    [LoggerMessage(1, LogLevel.Debug, "Invocation {Id} of {Function} succeeded after {Milliseconds} ms", SkipEnabledCheck = true)]
    private static partial void Succeeded(this ILogger logger, string function, string id, double milliseconds);
}
