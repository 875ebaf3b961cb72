namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The values that a trigger gives one invocation, by name.</summary>
internal abstract class TriggerData : BindingContext
{
    /// <summary>
    /// The value of that name as the host would hand it over: text, or JSON text for what isn't a string.
    /// Null when there is none. The name's case doesn't matter.
    /// </summary>
    public abstract string? Find(string name);
}
