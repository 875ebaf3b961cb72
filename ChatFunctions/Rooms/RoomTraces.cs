using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using ChatFunctions.Accounts;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>
/// Every room that a user has ever been let into, left ones too: where what the user wrote is to be found when it is exported or erased.
/// Written together with the user's pointer to the room, and kept until the room or the account is gone.
/// </summary>
internal sealed class RoomTraces(ChatTables tables)
{
    public static Row Of(string userId, string roomId) => new TraceRow { PartitionKey = UserKeys.UserPartition(userId), RowKey = TraceRow.Key(roomId) };

    /// <summary>Ids of rooms, in their order.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="afterRoomId">Only those after this; null: from the first.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<List<string>> ReadAsync(string userId, string? afterRoomId, int most, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)} and RowKey gt {TraceRow.Key(afterRoomId ?? "")} and RowKey lt 'trace;'");
        return (await tables.User(userId).TakeAsync<TraceRow>(filter, most, cancellationToken)).ConvertAll(row => row.RoomId);
    }

    /// <summary>Whether the user was ever let into the room, or about to be.</summary>
    public async Task<bool> HasAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        await tables.User(userId).FindAsync<TraceRow>(UserKeys.UserPartition(userId), TraceRow.Key(roomId), cancellationToken) is not null;

    public Task RemoveAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        tables.User(userId).DeleteEntityAsync(UserKeys.UserPartition(userId), TraceRow.Key(roomId), ETag.All, cancellationToken);

    private sealed class TraceRow : Row
    {
        private const string Prefix = "trace:";

        [IgnoreDataMember]
        public string RoomId => RowKey[Prefix.Length..];

        public static string Key(string roomId) => Prefix + roomId;
    }
}
