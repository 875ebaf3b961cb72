using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware may see of an invocation's bindings.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>
    /// The function's result. Its value is null before the function has run, and after one whose returned object has
    /// properties that are outputs.
    /// </summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new HostInvocationResult(InvocationContext.Of(context));
    }
}
