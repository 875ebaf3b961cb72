using System.CommandLine;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Shows a room's messages, oldest first.</summary>
internal static class HistoryCommand
{
    private const int PageSize = 200;

    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var count = Count(50);
        var before = new Option<long?>("--before") { Description = "Only messages before this number", HelpName = "n" };
        var after = new Option<long?>("--after") { Description = "Only messages after this number", HelpName = "n" };
        var around = new Option<long?>("--around") { Description = "Messages around this number", HelpName = "n" };
        var since = new Option<string?>("--since") { Description = "Only messages since this ISO 8601 time, or number of days such as 30d", HelpName = "time" };
        var from = new Option<string?>("--from") { Description = "Only messages from this user: ID, username or display name", HelpName = "user" };
        var markRead = MarkRead();
        return runner.Make("history", "Show a room's messages, oldest first", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var sender = call.GetValue(from) is { } user ? (await client.Names.UserAsync(user, cancellationToken)).Id : null;
            var query = new HistoryQuery
            {
                PageSize = Math.Min(PageSize, call.GetValue(count)),
                Before = call.GetValue(before),
                After = call.GetValue(after),
                Around = call.GetValue(around),
                Since = call.GetValue(since),
                Sender = sender,
            };
            var messages = await client.Chat.GetHistoryAsync(room.Id, query, cancellationToken).Take(call.GetValue(count))
                .OrderBy(message => message.Seq).ToListAsync(cancellationToken);
            var lines = new MessageLines(client.Screen, client.Time, client.Mentions);
            foreach (var message in messages)
            {
                await client.Mentions.LoadAsync(message, cancellationToken);
                client.Screen.Show(message, shown => lines.Write(shown));
            }

            if (call.GetValue(markRead) && messages.Count > 0)
            {
                await client.Chat.MarkReadAsync(room.Id, messages[^1].Seq, unread: false, cancellationToken);
            }
        }, where, count, before, after, around, since, from, markRead);
    }

    /// <summary>The option for the maximum number of messages.</summary>
    public static Option<int> Count(int byDefault)
    {
        var count = new Option<int>("--count", "-n") { Description = "Maximum number of messages", HelpName = "n", DefaultValueFactory = _ => byDefault };
        count.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
            {
                given.AddError("--count must be 1 or more.");
            }
        });
        return count;
    }

    public static Option<bool> MarkRead() => new("--mark-read") { Description = "Mark the shown messages as read" };
}
