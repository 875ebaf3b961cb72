namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned, for middleware to see and replace.</summary>
public abstract class InvocationResult : InvocationResult<object>;

/// <summary>What a function returned, for middleware to see and replace.</summary>
/// <typeparam name="T">The type that the returned value is known to have.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The returned value. Setting it replaces what the caller gets.</summary>
    public abstract T? Value { get; set; }
}
