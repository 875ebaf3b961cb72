namespace Microsoft.Azure.Functions.Worker;

/// <summary>Features of an invocation, one a type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets or replaces the feature of that type.</summary>
    void Set<T>(T instance);

    /// <summary>The feature of that type, or the type's default.</summary>
    T? Get<T>();
}
