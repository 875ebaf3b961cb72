using System.CommandLine;

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
            await client.Chat.RemoveMemberAsync(room.Id, (await client.MeAsync(cancellationToken)).Id, cancellationToken);
            client.Screen.Done($"Left {room.Title}.");
        }, where);
    }
}
