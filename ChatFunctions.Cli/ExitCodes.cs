namespace ChatFunctions.Cli;

/// <summary>The exit codes that docs/cli.md documents.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The server refused the request, or something doesn't exist.</summary>
    public const int Refused = 1;

    /// <summary>The command line is invalid.</summary>
    public const int Usage = 2;

    /// <summary>The server can't be reached or is unavailable. Trying again later may help.</summary>
    public const int Unreachable = 3;

    /// <summary>Added to the number of a signal that ended the process, as in shells: 130 after Ctrl-C.</summary>
    public const int Signal = 128;

    /// <summary>The reader of the output has closed it: 128 and the number of SIGPIPE.</summary>
    public const int OutputClosed = Signal + 13;
}
