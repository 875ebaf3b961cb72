using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Reads which parts of what a function returns go where.</summary>
internal sealed class OutputReader(SignalRBindings signalR)
{
    public OutputBinding[] Read(MethodInfo method, Trigger trigger)
    {
        var returned = ReturnedValue.TypeOf(method.ReturnType);
        var onMethod = method.GetCustomAttributes<OutputBindingAttribute>().ToArray();
        var onProperties = Marked(returned);

        if (onMethod.Length > 0 && onProperties.Length > 0)
            throw new FunctionProblemException($"mark the method or properties of {returned.Name} as outputs, not both.");

        if (onMethod.Length > 1)
            throw new FunctionProblemException("only one output may take the returned value.");

        if (onProperties.Count(pair => pair.Attributes is [HttpResultAttribute]) > 1)
            throw new FunctionProblemException($"only one property of {returned.Name} may be the [HttpResult].");

        if (onProperties.Length > 0 && ReturnedValue.IsGeneric(method.ReturnType, typeof(ValueTask<>)))
        {
            throw new FunctionProblemException(
                $"the worker looks for output properties in Task<{returned.Name}>, but not in ValueTask<{returned.Name}>; return Task.");
        }

        return
        [
            .. onMethod.Select(attribute => Read(attribute, null, returned, trigger)),
            .. onProperties.Select(pair => Read(pair.Property, pair.Attributes, trigger)),
        ];
    }

    /// <summary>The outputs as the function's metadata shows them.</summary>
    public static IEnumerable<BindingMetadata> Metadata(OutputBinding[] outputs, Trigger trigger) =>
        outputs.Length == 0 && trigger is HttpTrigger
            ? [new WorkerBindingMetadata(OutputBinding.ReturnName, "http", BindingDirection.Out)]
            : outputs.Select(output =>
                new WorkerBindingMetadata(output.Name, output is HttpOutputBinding ? "http" : "signalR", BindingDirection.Out));

    private OutputBinding Read(PropertyInfo property, OutputBindingAttribute[] attributes, Trigger trigger)
    {
        if (property.GetMethod is not { IsPublic: true })
            throw new FunctionProblemException($"the property {property.Name} needs a public getter to be an output.");

        return attributes is [var attribute]
            ? Read(attribute, property, property.PropertyType, trigger)
            : throw new FunctionProblemException($"the property {property.Name} has more than one output attribute.");
    }

    private OutputBinding Read(OutputBindingAttribute attribute, PropertyInfo? property, Type type, Trigger trigger) => attribute switch
    {
        HttpResultAttribute when property is not null => new HttpOutputBinding(property),
        SignalROutputAttribute output => signalR.Output(output, property, type, trigger),
        var other => throw new FunctionProblemException($"the output {other.GetType().Name} is not one that this host has."),
    };

    // Declared ones only: the official metadata generator doesn't look at base classes.
    private static (PropertyInfo Property, OutputBindingAttribute[] Attributes)[] Marked(Type returned) =>
    [
        .. returned.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (property, property.GetCustomAttributes<OutputBindingAttribute>().ToArray()))
            .Where(pair => pair.Item2.Length > 0),
    ];
}
