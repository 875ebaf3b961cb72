using System.CommandLine;
using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Hides direct rooms from the list until their next message, and shows them again.</summary>
internal static class HideCommands
{
    public static Command Hide(CommandRunner runner) => Change(runner, "hide", "Hide a direct room until its next message", ChatRequest.Put, "Hid");

    public static Command Unhide(CommandRunner runner) => Change(runner, "unhide", "Show a hidden direct room again", ChatRequest.Delete, "Unhid");

    private static Command Change(CommandRunner runner, string name, string description, Func<string, ChatRequest> request, string done)
    {
        var where = RoomArgument.Create();
        return runner.Make(name, description, async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var answer = await client.Chat.SendAsync(request(Paths.Hidden(room.Id)), WireJson.Default.Room, cancellationToken);
            client.Screen.Show(answer, shown => client.Screen.Done($"{done} {shown.Title}."));
        }, where);
    }
}
