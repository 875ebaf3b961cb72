namespace SignalR.Service;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Connection {ConnectionId} dropped: more than {Bytes} bytes wait for its client to read them.")]
    public static partial void ClientTooSlow(this ILogger logger, string connectionId, int bytes);

    [LoggerMessage(LogLevel.Warning, "The upstream failed at {Category}/{EventName}, and more of this isn't logged for a while: {Problem}")]
    public static partial void UpstreamFailed(this ILogger logger, string category, string eventName, string problem);
}
