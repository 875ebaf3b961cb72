namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Makes a value before the pipeline of the function runs, so before any middleware has checked the caller.</summary>
internal abstract class InputBinding
{
    public abstract ValueTask<object?> ResolveAsync(InvocationContext invocation);
}
