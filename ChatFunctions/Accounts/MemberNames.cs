using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts;

/// <summary>
/// Copies a user's new name to the memberships, in the background. If that is interrupted, renaming to the same name repeats it.
/// </summary>
internal sealed class MemberNames(ChatTables tables, UserStore users, UserRoomStore userRooms, BackgroundWork background, Ids ids)
{
    // Each has its own name, because one that is about to end may have read the previous username.
    public void Spread(string userId) => background.Start($"name:{userId}:{ids.NewId()}", () => SpreadAsync(userId));

    private async Task SpreadAsync(string userId)
    {
        // Repeat while the name changes, so that the newest name is written last.
        for (string? spread = null; await users.ProfileAsync(userId, CancellationToken.None) is { Username: var name } && name != spread; spread = name)
        {
            var roomIds = await userRooms.RoomIdsAsync(userId, CancellationToken.None);
            await roomIds.ForEachParallelAsync((roomId, token) => SetAsync(roomId, userId, name, token), CancellationToken.None);
        }
    }

    /// <summary>Sets the name if the user is a member.</summary>
    private Task<bool> SetAsync(string roomId, string userId, string name, CancellationToken cancellationToken) =>
        tables.Rooms(roomId).TryMergeAsync(new NameRow { PartitionKey = roomId, RowKey = RoomKeys.Member(userId), Username = name }, cancellationToken);

    private sealed record NameRow : Row
    {
        public string Username { get; set; } = "";
    }
}
