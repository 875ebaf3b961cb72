using System.CommandLine;
using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Leaves a room.</summary>
internal static class LeaveCommand
{
    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("leave", "Leave a room", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await client.Chat.SendAsync(ChatRequest.Delete(Paths.Member(room.Id, client.Chat.Me.Id)), cancellationToken);
            client.Screen.Done($"Left {room.Title}.");
        }, where);
    }
}
