using System.CommandLine;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Shows messages that mention the user.</summary>
internal static class MentionsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var count = HistoryCommand.Count(20);
        return runner.Make("mentions", "Show messages that mention you, newest first", async (call, client, cancellationToken) =>
        {
            var titles = (await client.Names.MineAsync(cancellationToken)).ToDictionary(room => room.Id, room => room.Title);
            var mentions = client.Chat.GetMentionsAsync(cancellationToken).Take(call.GetValue(count));
            await MessageLines.ShowAsync(client, mentions, "No messages mention you.", titles, cancellationToken);
        }, count);
    }
}
