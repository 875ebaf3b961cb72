using System.CommandLine;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Finds messages in one room or in all of the user's rooms, newest first in each.</summary>
internal static class SearchCommand
{
    public static Command Create(CommandRunner runner)
    {
        var words = new Argument<string[]>("words")
        {
            Description = "Words that must all be in a message; a phrase in double quotation marks as one argument: '\"milk or lemon\"'",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var where = new Option<string?>("--room") { Description = "Only in this room: name or ID. For a direct room: @ and the other user's name", HelpName = "room" };
        var from = new Option<string?>("--from") { Description = "Only messages from this user: ID, username or display name", HelpName = "user" };
        var links = new Option<bool>("--links") { Description = "Only messages with a link" };
        var files = new Option<bool>("--files") { Description = "Only messages with a file" };
        var count = HistoryCommand.Count(20);
        return runner.Make("search", "Find messages in your rooms", async (call, client, cancellationToken) =>
        {
            if (call.GetValue(links) && call.GetValue(files))
            {
                throw new CliException("Use either --links or --files.");
            }

            var sender = call.GetValue(from) is { } user ? (await client.Names.UserAsync(user, cancellationToken)).Id : null;
            var text = call.GetValue(words) is { Length: > 0 } given ? string.Join(' ', given) : null;
            var search = new MessageSearch { Text = text, Sender = sender, HasLink = call.GetValue(links), HasFile = call.GetValue(files) };
            var room = call.GetValue(where) is { } name ? await client.Names.RoomAsync(name, cancellationToken) : null;
            var hits = room is null ? client.Chat.FindMessagesAsync(search, cancellationToken) : client.Chat.FindMessagesAsync(room.Id, search, cancellationToken);
            var titles = room is null ? (await client.Names.MineAsync(cancellationToken)).ToDictionary(one => one.Id, one => one.Title) : [];
            await MessageLines.ShowAsync(
                client,
                hits.Take(call.GetValue(count)),
                hit => hit.Message,
                (lines, hit) => lines.Write(hit.Message, titles.GetValueOrDefault(hit.Message.RoomId)),
                "No messages found.",
                cancellationToken);
        }, words, where, from, links, files, count);
    }
}
