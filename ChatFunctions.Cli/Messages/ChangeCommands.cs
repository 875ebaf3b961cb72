using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Changes a message that was sent: edit, delete, react.</summary>
internal static class ChangeCommands
{
    public static Command Edit(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        var text = SendCommand.Text(ArgumentArity.OneOrMore, "New text, or - for standard input");
        return runner.Make("edit", "Edit one of your messages", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var words = await client.Mentions.EncodeAsync(room.Id, await SendCommand.TextAsync(call.GetRequiredValue(text), cancellationToken), cancellationToken);
            Show(client, "Edited", await client.Chat.EditMessageAsync(room.Id, call.GetValue(number), words, version: null, cancellationToken));
        }, where, number, text);
    }

    public static Command Delete(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        return runner.Make("delete", "Delete a message", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            Show(client, "Deleted", await client.Chat.DeleteMessageAsync(room.Id, call.GetValue(number), version: null, cancellationToken));
        }, where, number);
    }

    public static Command React(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        var emoji = new Argument<string>("emoji") { Description = "The emoji" };
        var remove = new Option<bool>("--remove") { Description = "Remove your reaction" };
        return runner.Make("react", "React to a message with an emoji", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var (seq, symbol) = (call.GetValue(number), call.GetRequiredValue(emoji));
            if (call.GetValue(remove))
            {
                Show(client, "Removed the reaction from", await client.Chat.RemoveReactionAsync(room.Id, seq, symbol, userId: null, cancellationToken));
            }
            else
            {
                Show(client, "Reacted to", await client.Chat.AddReactionAsync(room.Id, seq, symbol, cancellationToken));
            }
        }, where, number, emoji, remove);
    }

    public static Command MarkUnread(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        return runner.Make("unread", "Mark messages from a number on as unread", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var marker = await client.Chat.MarkReadAsync(room.Id, call.GetValue(number) - 1, unread: true, cancellationToken);
            client.Screen.Show(marker, _ => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"Unread from #{call.GetValue(number)} on.")));
        }, where, number);
    }

    public static Argument<long> Number() => new("number") { Description = "Number of the message" };

    public static void Show(Client client, string done, Message changed) =>
        client.Screen.Show(changed, message => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"{done} #{message.Seq}.")));
}
