namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Gives a parameter its value in one invocation.</summary>
internal delegate ValueTask<object?> ArgumentBinder(InvocationContext invocation);
