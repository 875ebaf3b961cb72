using System.Collections.Concurrent;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Tailing;

/// <summary>The tailed rooms: those named, or all of the user's current rooms.</summary>
internal sealed class TailedRooms(Client client, string[] wanted)
{
    /// <summary>The most events of a newly joined room that are read to find the join, and the most that are printed.</summary>
    private const int Lookback = 200;

    private readonly ConcurrentDictionary<string, TailedRoom> _rooms = [];

    public bool IsAll => wanted.Length == 0;

    /// <summary>By latest activity, as of the last look.</summary>
    public IReadOnlyList<TailedRoom> Recent { get; private set; } = [];

    public TailedRoom? Find(string roomId) => _rooms.GetValueOrDefault(roomId);

    /// <summary>Starts at the current end of each room.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rooms = IsAll
            ? await client.Names.MineAsync(cancellationToken)
            : [.. (await Task.WhenAll(wanted.Select(name => client.Names.RoomAsync(name, cancellationToken)))).DistinctBy(room => room.Id)];
        if (rooms.Find(room => room.MyRole is null) is { } notMine)
        {
            throw new CliException($"You're not in {notMine.Title}. Use join first.");
        }

        foreach (var room in rooms)
        {
            _rooms[room.Id] = new TailedRoom(room.Id, room.Title, room.Head);
        }

        Recent = [.. rooms.Select(room => _rooms[room.Id])];
    }

    /// <summary>Adds a newly joined room, starting after the join.</summary>
    public async Task<TailedRoom> AddAsync(string roomId, CancellationToken cancellationToken)
    {
        var room = await client.Chat.GetRoomAsync(roomId, cancellationToken);
        var earliest = Math.Max(0, room.Head - Lookback);
        var page = await client.Chat.GetEventsAsync(roomId, earliest, waitSeconds: 0, cancellationToken);
        var me = await client.MeAsync(cancellationToken);
        var came = page.Events.OfType<RoomChange>().LastOrDefault(change => IsComingOf(me, change));
        var tailed = new TailedRoom(room.Id, room.Title, came?.Seq ?? earliest);
        _rooms[room.Id] = tailed;
        Recent = [tailed, .. Recent];
        return tailed;
    }

    public void Remove(string roomId)
    {
        _rooms.TryRemove(roomId, out _);
        Recent = [.. Recent.Where(room => room.Id != roomId)];
    }

    /// <summary>Reads the room list.</summary>
    /// <returns>Rooms with newer events, and rooms that were joined or left.</returns>
    public async Task<(List<TailedRoom> Behind, List<string> New)> LookAsync(CancellationToken cancellationToken)
    {
        if (!IsAll)
        {
            return ([.. Recent], []);
        }

        var mine = await client.Names.MineAsync(cancellationToken);
        var recent = mine.Select(room => Find(room.Id)).OfType<TailedRoom>().ToList();
        var gone = Recent.Except(recent).ToList();
        Recent = [.. recent, .. gone];
        return (
            [.. mine.Where(room => Find(room.Id) is { } known && known.Sequence.Applied < room.Head).Select(room => Find(room.Id)!), .. gone],
            [.. mine.Where(room => Find(room.Id) is null).Select(room => room.Id)]);
    }

    private static bool IsComingOf(User me, RoomChange change) => change.Type switch
    {
        RoomChangeType.MemberAdded => change.User?.Id == me.Id,
        RoomChangeType.RoomCreated => change.Actor.Id == me.Id,
        _ => false,
    };
}
