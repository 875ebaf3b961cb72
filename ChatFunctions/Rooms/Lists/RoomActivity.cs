namespace ChatFunctions.Rooms.Lists;

/// <summary>
/// Keeps the members' lists of rooms roughly in order, at a bounded cost: however busy a room is, its members' lists hear of it once in
/// a window, in the background. See docs/architecture.md, "The room list".
/// </summary>
internal sealed class RoomActivity(RoomRows rows, UserRoomStore userRooms, BackgroundWork background) : IRoomLists
{
    /// <summary>Tells the lists of all members. A list that isn't reached is behind until the next time, or until it finds out itself.</summary>
    public void Update(RoomHead head) => background.Start($"activity:{head.RoomId}", async () =>
    {
        var members = await rows.MembersAsync(head.RoomId, afterUserId: null, Limits.MembersPerRoom, CancellationToken.None);
        await members.ForEachParallelAsync((member, token) => userRooms.SetActiveAsync(member.UserId, head, token), CancellationToken.None);
    });

    /// <summary>Tells one list that turned out to be behind.</summary>
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
