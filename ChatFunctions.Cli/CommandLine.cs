using System.CommandLine;
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

/// <summary>The commands there are, and how one is run.</summary>
internal static class CommandLine
{
    /// <returns>The exit code: one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider clock)
    {
        using var interruption = new Interruption();
        var runner = new CommandRunner(new GlobalOptions(), clock, interruption);

        // Texts may begin with @, so that isn't taken for a file of arguments.
        var parsed = Commands(runner).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = args.Length == 0;
            await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error }, CancellationToken.None);
            return ExitCodes.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
    }

    private static RootCommand Commands(CommandRunner runner)
    {
        var root = new RootCommand("Chat in the terminal and from scripts.")
        {
            AccountCommands.Register(runner),
            AccountCommands.LogIn(runner),
            AccountCommands.LogOut(runner),
            AccountCommands.Me(runner),
            RoomsCommand.Create(runner),
            CreateCommand.Create(runner),
            JoinCommand.Create(runner),
            LeaveCommand.Create(runner),
            InviteCommand.Create(runner),
            MembersCommand.Create(runner),
            DirectCommand.Create(runner),
            SendCommand.Create(runner),
            HistoryCommand.Create(runner),
            TailCommand.Create(runner),
            NotifyCommand.Create(runner),
            DemoCommand.Create(runner),
            PlanCommand.Create(runner),
        };
        runner.Options.AddTo(root);
        return root;
    }
}
