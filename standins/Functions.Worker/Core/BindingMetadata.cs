namespace Microsoft.Azure.Functions.Worker;

/// <summary>A binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's or property's name, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of binding, such as <c>httpTrigger</c> or <c>signalR</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Whether it brings a value in or takes one out.</summary>
    public abstract BindingDirection Direction { get; }
}

/// <summary>The way that a binding's value goes.</summary>
public enum BindingDirection
{
    /// <summary>Into the function.</summary>
    In,

    /// <summary>Out of the function.</summary>
    Out,
}
