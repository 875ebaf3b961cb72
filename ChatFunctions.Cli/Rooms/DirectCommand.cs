using System.CommandLine;
using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Opens the direct room with another user and sends a message.</summary>
internal static class DirectCommand
{
    public static Command Create(CommandRunner runner)
    {
        var who = new Argument<string>("user") { Description = "ID, username or display name" };
        var text = SendCommand.Text(ArgumentArity.ZeroOrMore, "Message text, or - for standard input. Without text: only open the room");
        return runner.Make("direct", "Send a direct message", async (call, client, cancellationToken) =>
        {
            var user = await client.Names.UserAsync(call.GetRequiredValue(who), cancellationToken);
            var room = await client.Chat.OpenDirectRoomAsync(user.Id, cancellationToken);
            if (call.GetValue(text) is not { Length: > 0 } words)
            {
                CreateCommand.Show(client, "Opened", room);
                return;
            }

            await SendCommand.SendAsync(client, room.Id, words, replyTo: null, clientMessageId: null, cancellationToken);
        }, who, text);
    }
}
