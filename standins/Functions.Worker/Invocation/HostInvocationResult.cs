namespace Microsoft.Azure.Functions.Worker.Invocation;

internal sealed class HostInvocationResult(InvocationContext invocation) : InvocationResult
{
    public override object? Value
    {
        get => invocation.Result;
        set => invocation.Result = value;
    }
}
