using Microsoft.Extensions.DependencyInjection;
using SignalR.Service.Groups;

namespace ChatFunctions.Tests.Live;

/// <summary>Reads and changes groups in the SignalR emulator.</summary>
internal static class Groups
{
    public static HubDirectory Hub(this ChatFixture chat) => chat.SignalR.GetRequiredService<HubDirectories>().Of(ChatFunctions.Live.Hub.Name);

    /// <summary>Waits until a user is, or isn't, in a room's group.</summary>
    public static async Task IsInGroupAsync(this ChatFixture chat, ChatUser user, string roomId, bool isIn = true)
    {
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (chat.Hub().IsUserInGroup(user.Id, roomId) != isIn)
        {
            Assert.True(DateTime.UtcNow < deadline, isIn ? "The user did not come into the group." : "The user did not leave the group.");
            await Task.Delay(10);
        }
    }

    /// <summary>A connection of a user who is already in these rooms' groups, so that it receives everything from now on.</summary>
    public static async Task<LiveConnection> OpenInAsync(this ChatFixture chat, ChatUser user, params string[] roomIds)
    {
        foreach (var roomId in roomIds)
        {
            await chat.IsInGroupAsync(user, roomId);
        }

        return await LiveConnection.OpenAsync(user);
    }

    /// <summary>A connection for which the app's background work is done, so that it can't overlap with the test.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="user">A member of the room.</param>
    /// <param name="roomId">The user's only room.</param>
    public static async Task<LiveConnection> OpenSettledAsync(this ChatFixture chat, ChatUser user, string roomId)
    {
        await chat.IsInGroupAsync(user, roomId);
        chat.Hub().RemoveUserFromGroup(user.Id, roomId);
        var live = await LiveConnection.OpenAsync(user);
        await chat.IsInGroupAsync(user, roomId);
        chat.Hub().AddUserToGroup(user.Id, roomId, ttl: null);
        return live;
    }
}
