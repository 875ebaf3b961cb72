using System.Collections.Concurrent;
using ChatFunctions.Rooms.Lists;
using Microsoft.Extensions.Caching.Memory;

namespace ChatFunctions.Live;

/// <summary>
/// Tells members the seqs of their rooms' last events, at one storage request a room at most: members share the read of a room's head,
/// and a membership that was read once holds as long as the head says that memberships have not changed.
/// </summary>
internal sealed class RoomHeads(UserRoomStore userRooms, RoomStore store, RoomAppender appender, TimeProvider clock) : IDisposable
{
    /// <summary>Requests within this time share one read of a room's head.</summary>
    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(1);

    /// <summary>Rooms that were active before are no news, even to a client whose last heartbeat got lost.</summary>
    private static readonly TimeSpan NewsFor = TimeSpan.FromMinutes(1);

    private const int MaxRooms = 20_000;
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _rooms = new(new MemoryCacheOptions { SizeLimit = MaxRooms });
    /// <param name="roomIds">Rooms to tell of in any case.</param>
    /// <returns>
    /// By room, the seq of the last event: of the rooms asked for and of those lately active, as far as the user's list knows. Rooms that the
    /// user isn't in are left out, whether they exist or not.
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
        // Only members come to share a read, so nobody else can tell a room that is there by what asking for it costs.
        if (_rooms.TryGetValue(roomId, out SharedHead? known) && known!.Members.TryGetValue(userId, out var membershipSeq)
            && await known.ReadAsync(() => store.HeadAsync(roomId, CancellationToken.None), clock).WaitAsync(cancellationToken) is { IsDeleted: false } shared
            && shared.MembershipSeq == membershipSeq)
        {
            return Latest(shared);
        }

        // The head first: a membership that is there after this head was read holds until the head says that memberships have changed.
        var head = await store.HeadAsync(roomId, cancellationToken);
        var member = await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        if (head is not { IsDeleted: false } || member is null)
        {
            return null;
        }

        _rooms.GetOrCreate(roomId, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(ForgottenAfter);
            return new SharedHead();
        })!.Members[userId] = head.MembershipSeq;
        return Latest(head);
    }

    private long Latest(RoomHead head) => Math.Max(head.Seq, appender.LastKnownHead(head.RoomId)?.Seq ?? 0);

    private sealed class SharedHead
    {
        private readonly Lock _gate = new();
        private Task<RoomHead?>? _head;
        private long _readAt;

        /// <summary>Members by id, each with the head's <see cref="RoomHead.MembershipSeq"/> at which the membership was read.</summary>
        public ConcurrentDictionary<string, long> Members { get; } = new();

        public Task<RoomHead?> ReadAsync(Func<Task<RoomHead?>> read, TimeProvider clock)
        {
            lock (_gate)
            {
                if (_head is null or { IsFaulted: true } || clock.GetElapsedTime(_readAt) >= SharedFor)
                {
                    (_readAt, _head) = (clock.GetTimestamp(), read());
                }

                return _head;
            }
        }
    }
}
