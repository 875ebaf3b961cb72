using System.Collections.Concurrent;
using ChatFunctions.Rooms.Lists;
using Microsoft.Extensions.Caching.Memory;

namespace ChatFunctions.Live;

/// <summary>
/// Reads the seqs of rooms' last events for heartbeats. Members share the read of a room's head, and a known membership is current while the
/// head's <see cref="RoomHead.MembershipSeq"/> is the same.
/// </summary>
internal sealed class RoomHeads(UserRoomStore userRooms, RoomStore store, RoomAppender appender, TimeProvider clock) : IDisposable
{
    /// <summary>Requests within this time share one read of a room's head.</summary>
    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(1);

    /// <summary>Rooms that were last active earlier aren't listed, even for a client whose last heartbeat was lost.</summary>
    private static readonly TimeSpan NewsFor = TimeSpan.FromMinutes(1);

    private const int MaxRooms = 20_000;
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _rooms = new(new MemoryCacheOptions { SizeLimit = MaxRooms });

    /// <param name="roomIds">Rooms to include in any case.</param>
    /// <returns>
    /// The seq of the last event by room: of the given rooms and of rooms that were recently active according to the user's room list. Rooms that
    /// the user isn't in are left out.
    /// </returns>
    public async Task<IReadOnlyDictionary<string, long>> FindAsync(string userId, IReadOnlyList<string> roomIds, CancellationToken cancellationToken)
    {
        var active = await userRooms.ActiveAsync(userId, clock.GetUtcNow() - NewsFor, cancellationToken);
        var rooms = roomIds.Where(Ids.IsPlausible).Union(active.Take(Limits.RoomsPerHeartbeat)).ToList();
        var seqs = await rooms.SelectParallelAsync((roomId, token) => SeqAsync(userId, roomId, token), cancellationToken);
        return rooms.Zip(seqs).Where(room => room.Second is not null).ToDictionary(room => room.First, room => room.Second!.Value);
    }

    public void Dispose() => _rooms.Dispose();

    /// <returns>The seq of the room's last event; null: the user isn't a member.</returns>
    private async Task<long?> SeqAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        // Only members share a read, so the response time doesn't reveal to others whether a room exists.
        if (_rooms.TryGetValue(roomId, out SharedHead? known) && known!.Members.TryGetValue(userId, out var membershipSeq)
            && await known.ReadAsync(() => store.HeadAsync(roomId, CancellationToken.None), cancellationToken) is { IsDeleted: false } shared
            && shared.MembershipSeq == membershipSeq)
        {
            return Latest(shared);
        }

        // The head first: a membership read after it is current until the head's MembershipSeq changes.
        var head = await store.HeadAsync(roomId, cancellationToken);
        var member = await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        if (head is not { IsDeleted: false } || member is null)
        {
            return null;
        }

        _rooms.GetOrCreate(roomId, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(ForgottenAfter);
            return new SharedHead(clock);
        })!.Members[userId] = head.MembershipSeq;
        return Latest(head);
    }

    private long Latest(RoomHead head) => Math.Max(head.Seq, appender.LastKnownHead(head.RoomId)?.Seq ?? 0);

    private sealed class SharedHead(TimeProvider clock)
    {
        private readonly PeriodicRead _reads = new(clock);
        private RoomHead? _head;

        /// <summary>Known members, each with the <see cref="RoomHead.MembershipSeq"/> at which the membership was read.</summary>
        public ConcurrentDictionary<string, long> Members { get; } = new();

        public async Task<RoomHead?> ReadAsync(Func<Task<RoomHead?>> read, CancellationToken cancellationToken)
        {
            await _reads.EnsureAsync(async _ => _head = await read(), SharedFor, cancellationToken);
            return _head;
        }
    }
}
