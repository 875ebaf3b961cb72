using System.Threading.Channels;
using ChatFunctions.Client.Live;

namespace ChatFunctions.Cli.Tailing;

/// <summary>
/// Listens without a live connection, by long polling the most recently active rooms. The other rooms are read between rounds.
/// </summary>
internal sealed class HeldRequests(ChatClient chat, TailedRooms rooms, ChannelWriter<Arrival> arrivals, TimeProvider clock)
{
    /// <summary>The most rooms that are polled concurrently.</summary>
    private const int AtOnce = 16;

    /// <summary>Seconds; the most that the API allows.</summary>
    private const int Wait = 20;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(Wait);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            arrivals.TryWrite(new Arrival.LookAgain());
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            round.CancelAfter(Round);
            await Task.WhenAll([WaitAsync(round.Token), .. rooms.Recent.Take(AtOnce).Select(room => FollowAsync(room, round.Token))]);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task FollowAsync(TailedRoom room, CancellationToken round)
    {
        var after = room.Sequence.Applied;
        for (var failures = 0; !round.IsCancellationRequested;)
        {
            try
            {
                var page = await chat.GetEventsAsync(room.Id, after, Wait, round);
                failures = 0;
                if (page.Events.Count > 0)
                {
                    arrivals.TryWrite(new Arrival.Events(room.Id, page.Events));
                    after = page.Events[^1].Seq;
                }
            }
            catch (ChatApiException e) when (e.IsTransient)
            {
                await DelayAsync(Backoff.After(++failures), round);
            }
            catch (ChatApiException e) when (e.StatusCode is 403 or 404)
            {
                arrivals.TryWrite(new Arrival.RoomChanged(room.Id));
                return;
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Task WaitAsync(CancellationToken round) => DelayAsync(Timeout.InfiniteTimeSpan, round);

    private async Task DelayAsync(TimeSpan time, CancellationToken round)
    {
        try
        {
            await Task.Delay(time, clock, round);
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }
}
