namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware may see of an invocation's bindings.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The function's result; before the function has run its value is null.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => throw new NotImplementedException();
}
