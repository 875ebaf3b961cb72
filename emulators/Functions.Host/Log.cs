namespace Functions.Host;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Waiting for the worker that a debugger starts: port {Port}, worker id {WorkerId}.")]
    public static partial void WorkerAwaited(this ILogger logger, int port, string workerId);

    [LoggerMessage(LogLevel.Warning, "The worker has ended.")]
    public static partial void WorkerEnded(this ILogger logger);

    [LoggerMessage(LogLevel.Error, "The worker didn't start: {Problem}")]
    public static partial void WorkerFailed(this ILogger logger, string problem);

    [LoggerMessage(LogLevel.Warning, "Starting a new worker in {Seconds} s.")]
    public static partial void WorkerRestarts(this ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Error, "{Function} failed: {Problem}")]
    public static partial void FunctionFailed(this ILogger logger, string function, string problem);

    [LoggerMessage(LogLevel.Error, "An output of {Function} failed: {Problem}")]
    public static partial void OutputFailed(this ILogger logger, string function, string problem);

    [LoggerMessage(LogLevel.Warning, "{Function}: the request couldn't be forwarded to the worker ({Error}): {Problem}")]
    public static partial void ForwardFailed(this ILogger logger, string function, string error, string? problem);

    [LoggerMessage(LogLevel.Warning, "An event {Category}/{Event} of the hub {Hub} can't be read: {Problem}")]
    public static partial void EventUnreadable(this ILogger logger, string category, string @event, string hub, string problem);
}
