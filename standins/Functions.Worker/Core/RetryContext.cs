namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an invocation stands in its retry policy.</summary>
public abstract class RetryContext
{
    /// <summary>How many times the invocation has been retried.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many retries there will be at most.</summary>
    public abstract int MaxRetryCount { get; }
}
