using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.SignalR;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Invocation {Id} of {Function} failed in sending its output; its caller has had the answer")]
    public static partial void OutputFailed(this ILogger logger, Exception failure, string function, string id);

    [LoggerMessage(3, LogLevel.Error, "Azure SignalR Service reported {Hub}/{Category}/{Event} with a body that does not fit")]
    public static partial void MalformedEvent(this ILogger logger, Exception malformed, string hub, string category, string @event);

    [LoggerMessage(4, LogLevel.Error, "Function {Function} takes {Expected} arguments, but was called with {Given}")]
    public static partial void WrongArgumentCount(this ILogger logger, string function, int expected, int given);

    [LoggerMessage(2, LogLevel.Warning, "Stopping with the outputs of {Count} invocations unsent")]
    public static partial void OutputsAbandoned(this ILogger logger, int count);
}
