using System.Threading.Channels;
using ChatFunctions.Client.Live;

namespace ChatFunctions.Cli.Tailing;

/// <summary>
/// Prints the events of rooms in order and once each. Sources may lose, duplicate and reorder them; missing ones are fetched.
/// </summary>
internal sealed class Tail(ChatClient chat, TailedRooms rooms, ChannelReader<Arrival> arrivals, TailPrinter printer, TimeProvider clock)
{
    /// <summary>Runs until enough messages are printed.</summary>
    /// <exception cref="CliException">The user isn't in any of the rooms, or the session has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!printer.IsDone)
        {
            switch (await arrivals.ReadAsync(cancellationToken))
            {
                case Arrival.Events arrived:
                    await TakeAsync(arrived, cancellationToken);
                    break;
                case Arrival.RoomChanged changed:
                    await CatchUpAsync(changed.RoomId, cancellationToken);
                    break;
                case Arrival.LookAgain:
                    await LookAgainAsync(cancellationToken);
                    break;
            }
        }
    }

    private async Task TakeAsync(Arrival.Events arrived, CancellationToken cancellationToken)
    {
        if (rooms.Find(arrived.RoomId) is not { } room)
        {
            // The room isn't tailed, or it was joined and that isn't known yet.
            return;
        }

        await printer.PrintAsync(room, room.Sequence.Take(arrived.Items), cancellationToken);
        if (room.Sequence.HasHole)
        {
            await CatchUpAsync(room, cancellationToken);
        }
    }

    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (behind, added) = await rooms.LookAsync(cancellationToken);
            foreach (var room in behind)
            {
                await CatchUpAsync(room, cancellationToken);
            }

            foreach (var roomId in added)
            {
                await CatchUpAsync(roomId, cancellationToken);
            }
        }
        catch (ChatApiException e) when (e.IsTransient)
        {
            // It will be requested again.
        }
    }

    private async Task CatchUpAsync(string roomId, CancellationToken cancellationToken)
    {
        try
        {
            if ((rooms.Find(roomId) ?? (rooms.IsAll ? await rooms.AddAsync(roomId, cancellationToken) : null)) is { } room)
            {
                await CatchUpAsync(room, cancellationToken);
            }
        }
        catch (ChatApiException e) when (e.IsTransient || e.StatusCode is 403 or 404)
        {
            // The user has left the room, or the next look finds it again.
        }
    }

    /// <summary>Fetches missing events until there are no newer ones.</summary>
    private async Task CatchUpAsync(TailedRoom room, CancellationToken cancellationToken)
    {
        for (var failures = 0; !printer.IsDone;)
        {
            try
            {
                var page = await chat.GetEventsAsync(room.Id, room.Sequence.Applied, waitSeconds: 0, cancellationToken);
                await printer.PrintAsync(room, room.Sequence.Take(page.Events), cancellationToken);
                if (!page.More || page.Events.Count == 0)
                {
                    return;
                }
            }
            catch (ChatApiException e) when (e.IsTransient)
            {
                await Task.Delay(Backoff.After(++failures), clock, cancellationToken);
            }
            catch (ChatApiException e) when (e.StatusCode is 403 or 404)
            {
                Lose(room);
                return;
            }
        }
    }

    private void Lose(TailedRoom room)
    {
        rooms.Remove(room.Id);
        printer.Lost(room);
        if (!rooms.IsAll && rooms.Recent.Count == 0)
        {
            throw new CliException("You're no longer in any of these rooms.");
        }
    }
}
