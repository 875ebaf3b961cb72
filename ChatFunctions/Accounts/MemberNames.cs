using Azure;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts;

/// <summary>
/// Takes a user's new name into the memberships, which repeat it so that listing members reads one range. It follows in the background;
/// where that dies with its instance, giving the same name again has it done.
/// </summary>
internal sealed class MemberNames(ChatTables tables, UserStore users, UserRoomStore userRooms, BackgroundWork background, Ids ids)
{
    // Each under a name of its own, as one that ends just now may have read the name before this one.
    public void Spread(string userId) => background.Start($"name:{userId}:{ids.NewId()}", () => SpreadAsync(userId));

    private async Task SpreadAsync(string userId)
    {
        // The name may be changed again meanwhile: the one that wrote an older name sees the newer one here and writes that.
        for (string? spread = null; await users.ProfileAsync(userId, CancellationToken.None) is { Username: var name } && name != spread; spread = name)
        {
            var roomIds = await userRooms.RoomIdsAsync(userId, CancellationToken.None);
            await roomIds.ForEachParallelAsync((roomId, token) => SetAsync(roomId, userId, name, token), CancellationToken.None);
        }
    }

    private async Task SetAsync(string roomId, string userId, string name, CancellationToken cancellationToken)
    {
        try
        {
            var row = new NameRow { PartitionKey = roomId, RowKey = RoomKeys.Member(userId), Username = name };
            await tables.Rooms(roomId).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Not a member, or not any more.
        }
    }

    private sealed record NameRow : Row
    {
        public string Username { get; set; } = "";
    }
}
