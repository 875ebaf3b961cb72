using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Something of what a function returns that goes out when it has ended.</summary>
internal abstract class OutputBinding
{
    /// <summary>The name of the binding that takes the returned value itself.</summary>
    public const string ReturnName = "$return";

    private readonly Lazy<Func<object, object?>>? _getter;

    /// <param name="property">The property of the returned object; null for the returned value itself.</param>
    protected OutputBinding(PropertyInfo? property)
    {
        Property = property;
        _getter = property is null ? null : new(() => Compile(property));
    }

    public PropertyInfo? Property { get; }

    public string Name => Property?.Name ?? ReturnName;

    /// <summary>The property's value.</summary>
    public object? Take(object returned) => _getter!.Value(returned);

    private static Func<object, object?> Compile(PropertyInfo property)
    {
        var returned = Expression.Parameter(typeof(object));
        var value = Expression.Property(Expression.Convert(returned, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), returned).Compile();
    }
}

/// <summary>The property that is the HTTP answer.</summary>
internal sealed class HttpOutputBinding(PropertyInfo property) : OutputBinding(property);
