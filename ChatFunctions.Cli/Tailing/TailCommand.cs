using System.CommandLine;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Waits for messages and prints them as they come.</summary>
internal static class TailCommand
{
    public static Command Create(CommandRunner runner)
    {
        var rooms = new Option<string[]>("--room", "-r")
        {
            Description = "Only this room: name or id; may be given several times. Without it: all of yours",
            HelpName = "room",
        };
        var from = new Option<string?>("--from") { Description = "Only this user's: id, login or name", HelpName = "user" };
        var last = new Option<int>("--last") { Description = "Begin with this many of each room's last messages", HelpName = "n" };
        var count = new Option<int?>("--count", "-n") { Description = "End after this many", HelpName = "n" };
        var events = new Option<bool>("--events") { Description = "Also edits, deletions, reactions, comings and goings" };
        var message = new Option<bool>("--message", "-m") { Description = "Also ask for messages to send, to the one --room given; Ctrl-D ends" };
        var noLive = new Option<bool>("--no-live") { Description = "No live connection: requests that the server holds until something happens" };
        var markRead = Messages.HistoryCommand.MarkRead();
        var command = runner.Make("tail", "Waits for messages and prints them as they come", (call, client, cancellationToken) =>
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
                call.AddError("--message needs exactly one --room.");
            }

            if (call.GetValue(last) < 0 || call.GetValue(count) < 1)
            {
                call.AddError("--last must be 0 or more, --count 1 or more.");
            }
        });
        return command;
    }
}
