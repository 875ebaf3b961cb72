using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Messages;

/// <summary>
/// Sends a message with retries. They have the same clientMessageId, so the server stores it once.
/// </summary>
internal sealed class Sender(ChatClient chat, TimeProvider clock)
{
    private static readonly TimeSpan AnswerTimeLimit = TimeSpan.FromSeconds(10);

    public static string NewId() => Guid.CreateVersion7().ToString("N");

    public Task<Received<RoomEvent>> SendAsync(string roomId, SendRequest message, CancellationToken cancellationToken)
    {
        var request = ChatRequest.Post(Paths.Messages(roomId), message, WireJson.Default.SendRequest) with { TimeLimit = AnswerTimeLimit };
        return Repeating.UntilAnsweredAsync(() => chat.SendAsync(request, WireJson.Default.RoomEvent, cancellationToken), clock, cancellationToken);
    }
}
