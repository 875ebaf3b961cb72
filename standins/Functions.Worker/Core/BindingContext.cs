namespace Microsoft.Azure.Functions.Worker;

/// <summary>The values that a trigger gave an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>Trigger values by name; names are compared without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
