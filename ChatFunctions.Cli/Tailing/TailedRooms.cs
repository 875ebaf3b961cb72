using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Tailing;

/// <summary>A tailed room.</summary>
internal sealed class TailedRoom(string id, string name)
{
    public string Id => id;

    public string Name { get; set; } = name;
}

/// <summary>An event of a tailed room; null: the user is no longer in the room.</summary>
internal sealed record TailedEvent(TailedRoom Room, RoomEvent? Event);

/// <summary>Reads the events of the tailed rooms: those named, or all of the user's current rooms.</summary>
internal sealed class TailedRooms(Client client, ChatClient chat, string[] wanted, ChannelWriter<TailedEvent> events)
{
    /// <summary>The most events of a newly joined room that are read to find the join.</summary>
    private const int Lookback = 200;

    private readonly ConcurrentDictionary<string, Task> _readers = [];
    private int _open;

    public bool IsAll => wanted.Length == 0;

    /// <summary>The rooms, and the seqs of their newest events.</summary>
    /// <exception cref="CliException">The user isn't in a room.</exception>
    public async Task<List<Room>> FindAsync(CancellationToken cancellationToken)
    {
        var rooms = IsAll
            ? await client.Names.MineAsync(cancellationToken)
            : [.. (await Task.WhenAll(wanted.Select(name => client.Names.RoomAsync(name, cancellationToken)))).DistinctBy(room => room.Id)];
        return rooms.Find(room => room.MyRole is null) is { } notMine
            ? throw new CliException($"You're not in {notMine.Title}. Use join first.")
            : rooms;
    }

    public void Read(Room room, long after, CancellationToken cancellationToken) => _readers.GetOrAdd(room.Id, _ =>
    {
        Interlocked.Increment(ref _open);
        return ReadAsync(new TailedRoom(room.Id, room.Title), after, cancellationToken);
    });

    /// <summary>Reads rooms that the user joins meanwhile, starting after the join.</summary>
    /// <param name="hints">Messages after which the list of rooms may have changed.</param>
    /// <param name="interval">How often to read the list without a hint.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task AddNewAsync(ChannelReader<LiveMessage> hints, TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var room in (await client.Names.MineAsync(cancellationToken)).Where(room => !_readers.ContainsKey(room.Id)))
                {
                    Read(room, await JoinedAtAsync(room, cancellationToken), cancellationToken);
                }
            }
            catch (ChatApiException e) when (e.IsTransient || e.StatusCode is 403 or 404)
            {
                // The next look finds the room.
            }

            await Task.WhenAny(hints.WaitToReadAsync(cancellationToken).AsTask(), Task.Delay(interval, client.Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            while (hints.TryRead(out _))
            {
            }
        }
    }

    private async Task ReadAsync(TailedRoom room, long after, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in chat.EventsAsync(room.Id, after, cancellationToken))
            {
                events.TryWrite(new TailedEvent(room, happened));
            }
        }
        catch (ChatApiException e) when (e.StatusCode is 403 or 404)
        {
            _readers.TryRemove(room.Id, out _);
            events.TryWrite(new TailedEvent(room, null));
            if (Interlocked.Decrement(ref _open) == 0 && !IsAll)
            {
                events.TryComplete(new CliException("You're no longer in any of these rooms."));
            }
        }
        catch (ChatApiException e)
        {
            events.TryComplete(e);
        }
    }

    private async Task<long> JoinedAtAsync(Room room, CancellationToken cancellationToken)
    {
        var me = await client.MeAsync(cancellationToken);
        var earliest = Math.Max(0, room.Head - Lookback);
        var page = await chat.GetEventsAsync(room.Id, earliest, waitSeconds: 0, cancellationToken);
        return page.Events.OfType<RoomChange>().LastOrDefault(change => IsComingOf(me, change))?.Seq ?? earliest;
    }

    private static bool IsComingOf(User me, RoomChange change) => change.Type switch
    {
        RoomChangeType.MemberAdded => change.User?.Id == me.Id,
        RoomChangeType.RoomCreated => change.Actor.Id == me.Id,
        _ => false,
    };
}
