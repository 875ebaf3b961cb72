using System.CommandLine;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Hides direct rooms from the list until their next message, and shows them again.</summary>
internal static class HideCommands
{
    public static Command Hide(CommandRunner runner) =>
        Change(runner, "hide", "Hide a direct room until its next message", "Hid", (chat, roomId, cancellationToken) => chat.HideRoomAsync(roomId, cancellationToken));

    public static Command Unhide(CommandRunner runner) =>
        Change(runner, "unhide", "Show a hidden direct room again", "Unhid", (chat, roomId, cancellationToken) => chat.ShowRoomAsync(roomId, cancellationToken));

    private static Command Change(CommandRunner runner, string name, string description, string done, Func<ChatClient, string, CancellationToken, Task<Room>> change)
    {
        var where = RoomArgument.Create();
        return runner.Make(name, description, async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var answer = await change(client.Chat, room.Id, cancellationToken);
            client.Screen.Show(answer, shown => client.Screen.Done($"{done} {shown.Title}."));
        }, where);
    }
}
