namespace ChatFunctions.Cli.Api;

/// <summary>An expected error, with a line for the user and an exit code.</summary>
internal abstract class ChatException(string message, Exception? inner = null) : Exception(message, inner)
{
    public abstract int ExitCode { get; }

    /// <summary>The server's <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public abstract bool MayPass { get; }
}

/// <summary>The server refused the request, or something doesn't exist.</summary>
internal sealed class RefusedException(string message, int status = 0, string? code = null) : ChatException(message)
{
    public override int ExitCode => ExitCodes.Refused;

    /// <summary>The HTTP status; 0 if this client found the error.</summary>
    public int Status => status;

    public string? Code => code;

    public override bool MayPass => status is 408 or 429;
}

/// <summary>The server can't be reached, doesn't answer in time, or is unavailable.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : ChatException(message, inner)
{
    public override int ExitCode => ExitCodes.Unreachable;

    public override bool MayPass => true;
}

/// <summary>The command line is invalid.</summary>
internal sealed class UsageException(string message) : ChatException(message)
{
    public override int ExitCode => ExitCodes.Usage;

    public override bool MayPass => false;
}
