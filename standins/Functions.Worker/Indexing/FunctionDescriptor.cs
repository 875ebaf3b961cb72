using System.Reflection;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>A function with everything about it that is the same at every invocation.</summary>
internal sealed class FunctionDescriptor
{
    public required string Name { get; init; }

    public required MethodInfo Method { get; init; }

    public required Trigger Trigger { get; init; }

    /// <summary>How each parameter gets its value, in order.</summary>
    public required ArgumentBinder[] Parameters { get; init; }

    /// <summary>The values that are made before the function's pipeline runs.</summary>
    public required InputBinding[] Inputs { get; init; }

    public required OutputBinding[] Outputs { get; init; }

    public required FunctionDefinition Definition { get; init; }
}
