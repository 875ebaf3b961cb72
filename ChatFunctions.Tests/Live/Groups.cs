using Microsoft.Extensions.DependencyInjection;
using SignalR.Service.Groups;

namespace ChatFunctions.Tests.Live;

/// <summary>Looks into the SignalR service, and upsets it.</summary>
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

    /// <summary>A connection of somebody whom the service has in these rooms' groups already, so that it hears all that is sent from here on.</summary>
    public static async Task<LiveConnection> OpenInAsync(this ChatFixture chat, ChatUser user, params string[] roomIds)
    {
        foreach (var roomId in roomIds)
        {
            await chat.IsInGroupAsync(user, roomId);
        }

        return await LiveConnection.OpenAsync(user);
    }

    /// <summary>A connection of which the app has done all that it does with a new one: nothing of that comes after what the test does.</summary>
    /// <param name="chat">Where.</param>
    /// <param name="user">A member of the room.</param>
    /// <param name="roomId">The only room of the user.</param>
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
