using System.Threading.Channels;
using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Tells the others that the user is online, as long as the tail runs, and learns in which rooms broadcasts were lost.</summary>
internal sealed class Heartbeat(ChatClient chat, TailedRooms rooms, ChannelWriter<Arrival> arrivals, TimeProvider clock)
{
    /// <summary>The most that the API allows.</summary>
    private const int MaxRooms = 20;

    /// <summary>The server counts a user as online for 60 seconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await BeatAsync(cancellationToken);
            }
            catch (ChatException)
            {
                // A hint only: the next one will do.
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        string[] asked = [.. rooms.Recent.Take(MaxRooms).Select(room => room.Id)];
        var request = ChatRequest.Post("presence", new PresenceRequest(asked), WireJson.Default.PresenceRequest);
        if ((await chat.SendAsync(request, WireJson.Default.PresenceLease, cancellationToken)).Value.Heads is not { } heads)
        {
            return;
        }

        // Rooms that were asked for and aren't in the answer are ones that the user isn't in any more: asking for their events tells.
        foreach (var roomId in heads.Where(head => !(rooms.Find(head.Key)?.Sequence.Applied >= head.Value)).Select(head => head.Key).Union(asked.Except(heads.Keys)))
        {
            arrivals.TryWrite(new Arrival.RoomChanged(roomId));
        }
    }
}
