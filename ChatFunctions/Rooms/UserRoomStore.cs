using Azure;
using Azure.Data.Tables;
using ChatFunctions.Accounts;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>
/// Each user's list of rooms. A row here is written before the membership that it points to and removed after it, so a room may be
/// listed here of which the user isn't a member (dropped when listed), never the other way round.
/// </summary>
internal sealed class UserRoomStore(ChatTables tables)
{
    private const string Prefix = "room:";

    public Task AddAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        tables.Users.UpsertEntityAsync(RowOf(userId, roomId), TableUpdateMode.Merge, cancellationToken);

    public Task RemoveAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        tables.Users.DeleteEntityAsync(UserKeys.UserPartition(userId), Prefix + roomId, ETag.All, cancellationToken);

    /// <summary>Ids of the rooms that the user may be in: <see cref="Limits.RoomsPerUser"/> at most, so one range.</summary>
    public async Task<List<string>> RoomIdsAsync(string userId, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var filter = $"{TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)}")} and RowKey gt 'room:' and RowKey lt 'room;'";
        await foreach (var row in tables.Users.QueryAsync<UserRoomRow>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            ids.Add(row.RowKey[Prefix.Length..]);
        }

        return ids;
    }

    private static UserRoomRow RowOf(string userId, string roomId) => new() { PartitionKey = UserKeys.UserPartition(userId), RowKey = Prefix + roomId };

    private sealed class UserRoomRow : Row;
}
