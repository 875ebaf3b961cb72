namespace ChatFunctions.Client.Live;

/// <summary>Keeps the user online, and asks rooms with newer events than known to check.</summary>
internal sealed class Heartbeat(ChatClient chat, Func<IReadOnlyList<RoomSubscription>> rooms, TimeProvider clock)
{
    /// <summary>The most that the API allows.</summary>
    private const int MaxRooms = 20;

    /// <summary>The server counts a user as online for 60 seconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    /// <summary>Asks about the most recently active rooms at each interval.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(false);
            await BeatAsync([.. rooms().Take(MaxRooms)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks about all rooms, for instance because live messages may be lost.</summary>
    public async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        foreach (var some in rooms().Chunk(MaxRooms))
        {
            if (!await BeatAsync(some, cancellationToken).ConfigureAwait(false))
            {
                Array.ForEach(some, room => room.Check());
            }
        }
    }

    private async Task<bool> BeatAsync(RoomSubscription[] some, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await chat.RenewPresenceAsync(some.Select(room => room.RoomId).Distinct(), cancellationToken).ConfigureAwait(false);
            foreach (var room in rooms().Where(room => IsBehind(room, lease)).Union(some.Where(room => IsMissing(room, lease))))
            {
                room.Check();
            }

            return true;
        }
        catch (ChatApiException)
        {
            // The next heartbeat tries again. Reading events finds out whether the session has ended.
            return false;
        }
    }

    private static bool IsBehind(RoomSubscription room, PresenceLease lease) =>
        lease.Heads?.TryGetValue(room.RoomId, out var head) is true && head > room.Sequence.Applied;

    /// <summary>Whether the user isn't in the room, which reading its events confirms.</summary>
    private static bool IsMissing(RoomSubscription room, PresenceLease lease) => lease.Heads?.ContainsKey(room.RoomId) is false;
}
