namespace ChatFunctions.Cli.Api;

/// <summary>An expected failure: one line for the user, and the exit code that it ends the command with.</summary>
internal abstract class ChatException(string message, Exception? inner = null) : Exception(message, inner)
{
    public abstract int ExitCode { get; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same request may succeed later.</summary>
    public abstract bool MayPass { get; }
}

/// <summary>The server said no, or what was named isn't there.</summary>
internal sealed class RefusedException(string message, int status = 0, string? code = null) : ChatException(message)
{
    public override int ExitCode => ExitCodes.Refused;

    /// <summary>The HTTP status; 0: this client found it out by itself.</summary>
    public int Status => status;

    public string? Code => code;

    public override bool MayPass => status is 408 or 429;
}

/// <summary>The server can't be reached, doesn't answer in time, or answers that it is unable to.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : ChatException(message, inner)
{
    public override int ExitCode => ExitCodes.Unreachable;

    public override bool MayPass => true;
}

/// <summary>The command makes no sense as it was given.</summary>
internal sealed class UsageException(string message) : ChatException(message)
{
    public override int ExitCode => ExitCodes.Usage;

    public override bool MayPass => false;
}
