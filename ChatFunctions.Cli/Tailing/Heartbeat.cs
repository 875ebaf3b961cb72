using System.Threading.Channels;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Keeps the user online while the tail runs, and detects lost broadcasts.</summary>
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
            catch (ChatApiException)
            {
                // The next heartbeat will try again.
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        string[] asked = [.. rooms.Recent.Take(MaxRooms).Select(room => room.Id)];
        if ((await chat.RenewPresenceAsync(asked, cancellationToken)).Heads is not { } heads)
        {
            return;
        }

        // The user isn't in rooms that are missing in the answer; reading their events will show it.
        foreach (var roomId in heads.Where(head => !(rooms.Find(head.Key)?.Sequence.Applied >= head.Value)).Select(head => head.Key).Union(asked.Except(heads.Keys)))
        {
            arrivals.TryWrite(new Arrival.RoomChanged(roomId));
        }
    }
}
