using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli;

/// <summary>Runs a command and converts its result to an exit code and at most one line of error.</summary>
internal sealed class CommandRunner(GlobalOptions options, TimeProvider clock, Interruption interruption)
{
    public GlobalOptions Options => options;

    public Command Make(string name, string description, CommandBody body, params IEnumerable<Symbol> parameters)
    {
        var command = new Command(name, description);
        foreach (var parameter in parameters)
        {
            if (parameter is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)parameter);
            }
        }

        command.SetAction((call, cancellationToken) => RunAsync(call, body, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult call, CommandBody body, CancellationToken cancellationToken)
    {
        var screen = Screen(call);
        try
        {
            await using var client = new Client(options.Server(call), screen, clock);
            return await RunAsync(call, client, body, cancellationToken);
        }
        catch (CliException e)
        {
            screen.Error(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.OutputClosed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The session file can't be read or written.
            screen.Error(e.Message);
            return ExitCodes.Refused;
        }
    }

    private static async Task<int> RunAsync(ParseResult call, Client client, CommandBody body, CancellationToken cancellationToken)
    {
        try
        {
            await body(call, client, cancellationToken);
            return ExitCodes.Done;
        }
        catch (ChatApiException e)
        {
            client.Screen.Error(client.Describe(e));
            return e.StatusCode is null or >= 500 ? ExitCodes.Unreachable : ExitCodes.Refused;
        }
    }

    private Screen Screen(ParseResult call)
    {
        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var colours = isTerminal && !call.GetValue(options.NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Screen(StandardOutput.Open(), Console.Error, call.GetValue(options.Json), colours, isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : null);
    }
}
