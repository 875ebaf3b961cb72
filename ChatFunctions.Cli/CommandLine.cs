using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ChatFunctions.Cli.Accounts;
using ChatFunctions.Cli.Demo;
using ChatFunctions.Cli.Messages;
using ChatFunctions.Cli.Notifications;
using ChatFunctions.Cli.Planning;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Tailing;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli;

/// <summary>The commands, and how to run one.</summary>
internal static class CommandLine
{
    /// <returns>The exit code: one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider clock)
    {
        using var interruption = new Interruption();
        var runner = new CommandRunner(new GlobalOptions(), clock, interruption);

        // A text can begin with @, which must not mean a response file.
        var parsed = Commands(runner).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = args.Length == 0;
            await ShowAsync(parsed, Console.Error);
            return ExitCodes.Usage;
        }

        if (parsed.Action is HelpAction)
        {
            await ShowAsync(parsed, Console.Out);
            return ExitCodes.Done;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
    }

    /// <summary>Shows help, with the command that people type instead of the program's name.</summary>
    private static async Task ShowAsync(ParseResult parsed, TextWriter output)
    {
        using var help = new StringWriter();
        await parsed.InvokeAsync(new InvocationConfiguration { Output = help }, CancellationToken.None);
        await output.WriteAsync(help.ToString().Replace($"{RootCommand.ExecutableName} ", "./chat cli ", StringComparison.Ordinal));
    }

    private static RootCommand Commands(CommandRunner runner)
    {
        var root = new RootCommand("Chat in the terminal and from scripts.")
        {
            AccountCommands.Register(runner),
            AccountCommands.LogIn(runner),
            AccountCommands.LogOut(runner),
            AccountCommands.Me(runner),
            BlockCommands.Block(runner),
            BlockCommands.Unblock(runner),
            BlockCommands.List(runner),
            RoomsCommand.Create(runner),
            CreateCommand.Create(runner),
            JoinCommand.Create(runner),
            LeaveCommand.Create(runner),
            HideCommands.Hide(runner),
            HideCommands.Unhide(runner),
            InviteCommand.Create(runner),
            InvitationCommands.List(runner),
            InvitationCommands.Revoke(runner),
            RoomCommands.Set(runner),
            RoomCommands.Delete(runner),
            MemberCommands.List(runner),
            MemberCommands.SetRole(runner),
            MemberCommands.Remove(runner),
            BanCommands.Ban(runner),
            BanCommands.Unban(runner),
            BanCommands.List(runner),
            ReportCommands.Report(runner),
            ReportCommands.List(runner),
            ReportCommands.Dismiss(runner),
            DirectCommand.Create(runner),
            SendCommand.Create(runner),
            FileCommands.Download(runner),
            FileCommands.Picture(runner),
            ChangeCommands.Edit(runner),
            ChangeCommands.Delete(runner),
            ChangeCommands.React(runner),
            ChangeCommands.MarkUnread(runner),
            PinCommands.Pin(runner),
            PinCommands.List(runner),
            MentionsCommand.Create(runner),
            HistoryCommand.Create(runner),
            SearchCommand.Create(runner),
            TailCommand.Create(runner),
            NotifyCommand.Create(runner),
            KeyCommands.Create(runner),
            DemoCommand.Create(runner),
            PlanCommand.Create(runner),
        };
        runner.Options.AddTo(root);
        return root;
    }
}
