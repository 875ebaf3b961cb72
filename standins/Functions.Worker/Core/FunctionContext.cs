namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is known about one invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's own id, a GUID in text.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id; the same at every start as long as its name and method stay.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace that the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>The values that the trigger gave.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The state of retries; null where no retry policy applies.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of the invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Whatever middleware and function want to share during the invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Features of the invocation, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Fires when the caller has gone away or the host shuts down.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
