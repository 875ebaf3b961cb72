using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Reports messages to a room's admins, lists and dismisses reports.</summary>
internal static class ReportCommands
{
    public static Command Report(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), ChangeCommands.Number());
        var reason = new Argument<string[]>("reason") { Description = "What is wrong with the message", Arity = ArgumentArity.OneOrMore };
        return runner.Make("report", "Report a message to the room's admins", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var reported = await client.Chat.ReportMessageAsync(room.Id, call.GetValue(number), string.Join(' ', call.GetRequiredValue(reason)), cancellationToken);
            client.Screen.Show(reported, message => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"Reported #{message.Seq}.")));
        }, where, number, reason);
    }

    public static Command List(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("reports", "List the reported messages of a room", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await MessageLines.ShowAsync(
                client,
                client.Chat.ListReportsAsync(room.Id, cancellationToken),
                reported => reported.Message,
                (lines, reported) =>
                {
                    lines.Write(reported.Message);
                    foreach (var report in reported.Reports)
                    {
                        client.Screen.Line(
                            new Piece("      reported by ", Styles.Dim),
                            new Piece(SafeText.Line(report.User.Username), NameColours.Of(report.User.Id)),
                            new Piece($": {SafeText.Line(report.Reason)}"));
                    }
                },
                "No reported messages.",
                cancellationToken);
        }, where);
    }

    public static Command Dismiss(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), ChangeCommands.Number());
        return runner.Make("dismiss", "Dismiss the reports of a message", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await client.Chat.DismissReportsAsync(room.Id, call.GetValue(number), cancellationToken);
            client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"Dismissed the reports of #{call.GetValue(number)}."));
        }, where, number);
    }
}
