using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Tells the others that the user is there, as long as the tail runs.</summary>
internal sealed class Heartbeat(ChatClient chat, TimeProvider clock)
{
    /// <summary>The server counts a user as online for 60 seconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await chat.SendAsync(ChatRequest.Post("presence"), cancellationToken);
            }
            catch (ChatException)
            {
                // A hint only: the next one will do.
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }
}
