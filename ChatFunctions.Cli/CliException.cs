namespace ChatFunctions.Cli;

/// <summary>An expected error that this client finds, with a line for the user.</summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Refused) : Exception(message)
{
    public int ExitCode => exitCode;
}
