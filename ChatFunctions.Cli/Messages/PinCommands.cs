using System.CommandLine;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Pins messages, and lists a room's pinned messages.</summary>
internal static class PinCommands
{
    public static Command Pin(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), ChangeCommands.Number());
        var remove = new Option<bool>("--remove") { Description = "Unpin the message" };
        return runner.Make("pin", "Pin a message", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            if (call.GetValue(remove))
            {
                ChangeCommands.Show(client, "Unpinned", await client.Chat.RemovePinAsync(room.Id, call.GetValue(number), cancellationToken));
            }
            else
            {
                ChangeCommands.Show(client, "Pinned", await client.Chat.PinMessageAsync(room.Id, call.GetValue(number), cancellationToken));
            }
        }, where, number, remove);
    }

    public static Command List(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("pins", "Show a room's pinned messages, the one pinned last first", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var pins = await client.Chat.ListPinsAsync(room.Id, cancellationToken);
            await MessageLines.ShowAsync(client, pins.ToAsyncEnumerable(), "No pinned messages.", titles: null, cancellationToken);
        }, where);
    }
}
