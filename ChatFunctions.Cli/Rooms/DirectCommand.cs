using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Opens the direct room with another user, and says something there.</summary>
internal static class DirectCommand
{
    public static Command Create(CommandRunner runner)
    {
        var who = new Argument<string>("user") { Description = "Id, login or name" };
        var text = SendCommand.Text(ArgumentArity.ZeroOrMore, "What to say there; - takes it from standard input. Nothing: the room is only opened");
        return runner.Make("direct", "Writes to one user alone", async (call, client, cancellationToken) =>
        {
            var user = await client.Names.UserAsync(call.GetRequiredValue(who), cancellationToken);
            var request = ChatRequest.Put($"direct/{Uri.EscapeDataString(user.Id)}");
            var room = await client.Chat.SendAsync(request, WireJson.Default.Room, cancellationToken);
            if (call.GetValue(text) is not { Length: > 0 } words)
            {
                CreateCommand.Show(client, "Opened", room);
                return;
            }

            await SendCommand.SendAsync(client, room.Value.Id, words, replyTo: null, clientMessageId: null, cancellationToken);
        }, who, text);
    }
}
