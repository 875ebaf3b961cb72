using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Messages;

/// <summary>
/// Sends a message until the server has it: what may pass is tried again, always with the same clientMessageId, by which the
/// server stores it once.
/// </summary>
internal sealed class Sender(ChatClient chat, TimeProvider clock)
{
    private const int Tries = 7;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>Asked to wait longer than this, it is left to the user.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static string NewId() => Guid.CreateVersion7().ToString("N");

    public async Task<Received<RoomEvent>> SendAsync(string roomId, SendRequest message, CancellationToken cancellationToken)
    {
        var request = ChatRequest.Post(Paths.Messages(roomId), message, WireJson.Default.SendRequest) with { Patience = AnswerPatience };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await chat.SendAsync(request, WireJson.Default.RoomEvent, cancellationToken);
            }
            catch (ChatException e) when (e.MayPass && attempt < Tries && (e.RetryAfter ?? TimeSpan.Zero) <= LongestWait)
            {
                var wait = Backoff.After(attempt);
                await Task.Delay(e.RetryAfter > wait ? e.RetryAfter.Value : wait, clock, cancellationToken);
            }
        }
    }
}
