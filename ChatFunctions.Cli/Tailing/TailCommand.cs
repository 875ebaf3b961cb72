using System.CommandLine;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Prints messages as they arrive.</summary>
internal static class TailCommand
{
    public static Command Create(CommandRunner runner)
    {
        var rooms = new Option<string[]>("--room", "-r")
        {
            Description = "Room to follow: name or ID. Repeatable. Default: all your rooms",
            HelpName = "room",
        };
        var from = new Option<string?>("--from") { Description = "Only messages from this user: ID, username or display name", HelpName = "user" };
        var last = new Option<int>("--last") { Description = "Start with this many recent messages of each room", HelpName = "n" };
        var count = new Option<int?>("--count", "-n") { Description = "Stop after this many messages", HelpName = "n" };
        var events = new Option<bool>("--events") { Description = "Also show edits, deletions, reactions and membership changes" };
        var message = new Option<bool>("--message", "-m") { Description = "Also prompt for messages to send to the --room. Press Ctrl-D to stop" };
        var noLive = new Option<bool>("--no-live") { Description = "Use long polling instead of a live connection" };
        var markRead = Messages.HistoryCommand.MarkRead();
        var command = runner.Make("tail", "Print messages as they arrive", (call, client, cancellationToken) =>
            new TailSession(client, new TailOptions(
                call.GetValue(rooms) ?? [],
                call.GetValue(from),
                call.GetValue(last),
                call.GetValue(count),
                !call.GetValue(noLive),
                call.GetValue(events),
                call.GetValue(message),
                call.GetValue(markRead))).RunAsync(cancellationToken), rooms, from, last, count, events, message, noLive, markRead);
        command.Validators.Add(call =>
        {
            if (call.GetValue(message) && call.GetValue(rooms) is not { Length: 1 })
            {
                call.AddError("--message requires exactly one --room.");
            }

            if (call.GetValue(last) < 0 || call.GetValue(count) < 1)
            {
                call.AddError("--last must be 0 or more, --count 1 or more.");
            }
        });
        return command;
    }
}
