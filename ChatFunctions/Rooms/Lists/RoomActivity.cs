namespace ChatFunctions.Rooms.Lists;

/// <summary>
/// Keeps room lists roughly ordered at a bounded cost: a room's activity is written to its members' lists at most once in a window, in the
/// background. See docs/architecture.md, "The room list".
/// </summary>
internal sealed class RoomActivity(RoomRows rows, UserRoomStore userRooms, BackgroundWork background) : IRoomLists
{
    /// <summary>Updates the lists of all members. A failed update is repaired by the next one, or when the list is read.</summary>
    public void Update(RoomHead head) => background.Start($"activity:{head.RoomId}", async () =>
    {
        var members = await rows.MembersAsync(head.RoomId, afterUserId: null, Limits.MembersPerRoom, CancellationToken.None);
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
