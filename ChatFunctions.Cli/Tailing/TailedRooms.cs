using System.Collections.Concurrent;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Tailing;

/// <summary>The tailed rooms: those named, or all of the user's current rooms.</summary>
internal sealed class TailedRooms(ChatClient chat, Names names, string[] wanted)
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
            ? await names.MineAsync(cancellationToken)
            : [.. (await Task.WhenAll(wanted.Select(name => names.RoomAsync(name, cancellationToken)))).DistinctBy(room => room.Id)];
        if (rooms.Find(room => room.MyRole is null) is { } notMine)
        {
            throw new RefusedException($"You're not in {notMine.Title}. Use join first.");
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
        var room = (await chat.GetAsync(Paths.Room(roomId), WireJson.Default.Room, cancellationToken)).Value;
        var earliest = Math.Max(0, room.Head - Lookback);
        var page = (await chat.GetAsync(Paths.Events(roomId, earliest), WireJson.Default.EventsPage, cancellationToken)).Value;
        var came = page.Events.Select(json => WireJson.Read(json, WireJson.Default.RoomEvent).Value).LastOrDefault(IsMyComing);
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

        var mine = await names.MineAsync(cancellationToken);
        var recent = mine.Select(room => Find(room.Id)).OfType<TailedRoom>().ToList();
        var gone = Recent.Except(recent).ToList();
        Recent = [.. recent, .. gone];
        return (
            [.. mine.Where(room => Find(room.Id) is { } known && known.Sequence.Applied < room.Head).Select(room => Find(room.Id)!), .. gone],
            [.. mine.Where(room => Find(room.Id) is null).Select(room => room.Id)]);
    }

    private bool IsMyComing(RoomEvent happened) => happened.Type switch
    {
        "memberAdded" => happened.User?.Id == chat.Me.Id,
        "roomCreated" => happened.Actor?.Id == chat.Me.Id,
        _ => false,
    };
}
