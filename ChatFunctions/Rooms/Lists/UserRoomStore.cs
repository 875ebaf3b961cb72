using System.Runtime.Serialization;
using Azure;

namespace ChatFunctions.Rooms.Lists;

/// <summary>The room lists of users: pointers to memberships.</summary>
internal sealed class UserRoomStore(ChatTables tables, RoomStore rooms, JoinedRoomIndex traces, ProfileGuard guard, TimeProvider clock)
{
    /// <summary>The most rows that are read of a list, which can contain rooms that the user has left.</summary>
    private const int MostRows = 2 * Limits.RoomsPerUser;

    /// <summary>Puts a room on a user's list, before the commit that makes the user a member.</summary>
    /// <returns>
    /// Null: it is on the list. 409 <c>too_many_rooms</c>: the user is in <see cref="Limits.RoomsPerUser"/> rooms; concurrent joins can exceed it.
    /// 404 <c>user_not_found</c>: there is no such account.
    /// </returns>
    public async Task<Refusal?> TryAddAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var present = await ListAsync(userId, cancellationToken);
        if (present.Count >= Limits.RoomsPerUser && !present.Exists(row => row.RoomId == roomId) && await IsFullAsync(userId, present, cancellationToken))
        {
            return RoomRefusals.TooManyRooms;
        }

        var now = clock.GetUtcNow();
        var row = new UserRoomRow
        {
            PartitionKey = UserKeys.UserPartition(userId),
            RowKey = UserRoomRow.Key(roomId),
            WrittenAt = now,
            ActiveUntil = now + RoomHead.LongestListWindow,
        };
        return await guard.TryUpsertAsync([row, JoinedRoomIndex.Of(userId, roomId)], cancellationToken) ? null : Refusal.UserNotFound;
    }

    /// <summary>Whether a list is full after dropping rooms that the user isn't in.</summary>
    private async Task<bool> IsFullAsync(string userId, List<UserRoomRow> list, CancellationToken cancellationToken)
    {
        var members = await list.SelectParallelAsync((row, token) => rooms.FindAsync<MemberRow>(row.RoomId, RoomKeys.Member(userId), token), cancellationToken);
        var astray = list.Where((_, i) => members[i] is null).ToList();
        await astray.ForEachParallelAsync((row, token) => DropAsync(row, token), cancellationToken);

        // A longer list than is read would hide rooms.
        return list.Count - astray.Count >= Limits.RoomsPerUser || list.Count >= MostRows;
    }

    /// <summary>Removes a room that the user isn't in from the list, unless the user may be joining.</summary>
    public Task DropAsync(UserRoomRow row, CancellationToken cancellationToken) => row.DropAsync(tables.Users(row.PartitionKey), clock.GetUtcNow(), cancellationToken);

    /// <summary>Removes a room without any data of the user, such as a deleted one, from the list and the index of joined rooms.</summary>
    public async Task RemoveAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        await tables.User(userId).DeleteEntityAsync(UserKeys.UserPartition(userId), UserRoomRow.Key(roomId), ETag.All, cancellationToken);
        await traces.RemoveAsync(userId, roomId, cancellationToken);
    }

    /// <summary>Updates the upper bound of a room's activity, if the room is on the user's list.</summary>
    public Task SetActiveAsync(string userId, RoomHead head, CancellationToken cancellationToken) => tables.User(userId).TryMergeAsync(
        new UserRoomRow { PartitionKey = UserKeys.UserPartition(userId), RowKey = UserRoomRow.Key(head.RoomId), ActiveUntil = head.ActiveUntil }, cancellationToken);

    /// <summary>Hides a room until an event after a seq; 0 shows it.</summary>
    /// <returns>False: the room isn't on the user's list.</returns>
    public Task<bool> TrySetHiddenAsync(string userId, string roomId, long seq, CancellationToken cancellationToken) => tables.User(userId).TryMergeAsync(
        new TableEntity(UserKeys.UserPartition(userId), UserRoomRow.Key(roomId)) { [nameof(UserRoomRow.HiddenSeq)] = seq }, cancellationToken);

    /// <returns>False: the room isn't on the user's list.</returns>
    public Task<bool> TrySetPreferencesAsync(string userId, string roomId, NotificationLevel level, bool isFavourite, CancellationToken cancellationToken) => tables.User(userId).TryMergeAsync(
        new TableEntity(UserKeys.UserPartition(userId), UserRoomRow.Key(roomId)) { [nameof(UserRoomRow.Level)] = level.ToString(), [nameof(UserRoomRow.Favourite)] = isFavourite },
        cancellationToken);

    /// <returns>Null: the room isn't on the user's list.</returns>
    public Task<UserRoomRow?> FindAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<UserRoomRow>(UserKeys.UserPartition(userId), UserRoomRow.Key(roomId), cancellationToken);

    /// <summary>Ids of the rooms on the list. Only the room itself knows whether the user is a member.</summary>
    public async Task<List<string>> RoomIdsAsync(string userId, CancellationToken cancellationToken) =>
        (await ListAsync(userId, cancellationToken)).ConvertAll(row => row.RoomId);

    /// <summary>Rooms on the user's list that may have been active since a time, the latest first.</summary>
    public async Task<IEnumerable<string>> ActiveAsync(string userId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await tables.User(userId).TakeAsync<UserRoomRow>($"{ListFilter(userId)} and {TableClient.CreateQueryFilter($"ActiveUntil ge {since}")}", MostRows, cancellationToken);
        return rows.OrderByDescending(row => row.ActiveUntil).Select(row => row.RoomId);
    }

    /// <summary>The user's list: one range, because it has a limit.</summary>
    public Task<List<UserRoomRow>> ListAsync(string userId, CancellationToken cancellationToken) =>
        tables.User(userId).TakeAsync<UserRoomRow>(ListFilter(userId), MostRows, cancellationToken);

    private static string ListFilter(string userId) =>
        $"{TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)}")} and RowKey gt 'room:' and RowKey lt 'room;'";
}

/// <summary>A pointer to a user's membership.</summary>
internal sealed record UserRoomRow : Pointer
{
    private const string Prefix = "room:";

    /// <summary>The upper bound of the room's last activity.</summary>
    public DateTimeOffset ActiveUntil { get; set; }

    /// <summary>The room is hidden until a message after this seq. Absent or 0: it isn't.</summary>
    public long? HiddenSeq { get; set; }

    /// <summary>Absent: everything.</summary>
    public NotificationLevel? Level { get; set; }

    public bool? Favourite { get; set; }

    [IgnoreDataMember]
    public string RoomId => RowKey[Prefix.Length..];

    public static string Key(string roomId) => Prefix + roomId;
}

/// <summary>About which messages of a room clients notify a user.</summary>
public enum NotificationLevel
{
    Everything,
    Mentions,
    Nothing,
}

/// <summary>
/// Every room that a user has ever joined, for export and erasure. Written together with the room list and kept until the room or the account is
/// deleted.
/// </summary>
internal sealed class JoinedRoomIndex(ChatTables tables, ProfileGuard guard)
{
    public static Row Of(string userId, string roomId) => new TraceRow { PartitionKey = UserKeys.UserPartition(userId), RowKey = TraceRow.Key(roomId) };

    /// <summary>Adds a room, before something of the user is written there. A user who doesn't exist is ignored.</summary>
    public async Task AddAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        if (!await HasAsync(userId, roomId, cancellationToken))
        {
            await guard.TryUpsertAsync([Of(userId, roomId)], cancellationToken);
        }
    }

    /// <summary>Ids of rooms, in their order.</summary>
    /// <param name="afterRoomId">Only those after this; null: from the first.</param>
    public async Task<List<string>> ReadAsync(string userId, string? afterRoomId, int most, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)} and RowKey gt {TraceRow.Key(afterRoomId ?? "")} and RowKey lt 'trace;'");
        return (await tables.User(userId).TakeAsync<TraceRow>(filter, most, cancellationToken)).ConvertAll(row => row.RoomId);
    }

    /// <summary>Whether the user has ever joined the room, or was about to.</summary>
    public async Task<bool> HasAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        await tables.User(userId).FindAsync<TraceRow>(UserKeys.UserPartition(userId), TraceRow.Key(roomId), cancellationToken) is not null;

    public Task RemoveAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        tables.User(userId).DeleteEntityAsync(UserKeys.UserPartition(userId), TraceRow.Key(roomId), ETag.All, cancellationToken);

    private sealed record TraceRow : Row
    {
        private const string Prefix = "trace:";

        [IgnoreDataMember]
        public string RoomId => RowKey[Prefix.Length..];

        public static string Key(string roomId) => Prefix + roomId;
    }
}

/// <summary>
/// Keeps room lists roughly ordered at a bounded cost: a room's activity is written to its members' lists at most once in a window, in the
/// background. See docs/architecture.md, "The room list".
/// </summary>
internal sealed class RoomActivity(RoomStore store, UserRoomStore userRooms, BackgroundWork background) : IRoomLists
{
    /// <summary>Updates the lists of all members. A failed update is repaired by the next one, or when the list is read.</summary>
    public void Update(RoomHead head) => background.Start($"activity:{head.RoomId}", async () =>
    {
        var members = await store.MembersAsync(head.RoomId, afterUserId: null, Limits.MembersPerRoom, CancellationToken.None);
        await members.ForEachParallelAsync((member, token) => userRooms.SetActiveAsync(member.UserId, head, token), CancellationToken.None);
    });

    /// <summary>Updates one list that is outdated.</summary>
    public void Update(string userId, RoomHead head) =>
        background.Start($"activity:{head.RoomId}:{userId}", () => userRooms.SetActiveAsync(userId, head, CancellationToken.None));
}

internal static class RoomListServices
{
    public static IServiceCollection AddRoomLists(this IServiceCollection services) => services
        .AddSingleton<JoinedRoomIndex>()
        .AddSingleton<UserRoomStore>()
        .AddSingleton<RoomActivity>()
        .AddSingleton<IRoomLists>(provider => provider.GetRequiredService<RoomActivity>());
}
