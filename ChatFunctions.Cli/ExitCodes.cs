namespace ChatFunctions.Cli;

/// <summary>What the process ends with; docs/cli.md promises them to scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Refused by the server, or what was named doesn't exist.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The server can't be reached, or is unable to answer: trying later may help.</summary>
    public const int Unreachable = 3;

    /// <summary>Ended by a signal: this and the signal's number, as shells have it; 130 after Ctrl-C.</summary>
    public const int Signal = 128;

    /// <summary>Whoever read the output stopped reading: 128 and the number of SIGPIPE.</summary>
    public const int OutputClosed = Signal + 13;
}
