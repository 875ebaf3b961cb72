using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A function's method behind a compiled delegate. Compiling waits for the first call, to keep the start short.</summary>
internal sealed class CompiledFunction(MethodInfo method, ArgumentBinder[] parameters)
{
    private delegate ValueTask<object?> Call(object? instance, object?[] arguments);

    private readonly Lazy<Call> _call = new(() => Compile(method));
    private readonly Lazy<ObjectFactory>? _instances =
        method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes));

    /// <summary>Makes the class, binds the parameters, calls the method, and gives what it returned; null for none.</summary>
    public ValueTask<object?> InvokeAsync(InvocationContext invocation)
    {
        var instance = _instances?.Value(invocation.InstanceServices, null);
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = parameters[i](invocation);
            if (!value.IsCompletedSuccessfully)
                return InvokeAsync(invocation, instance, arguments, i, value);

            arguments[i] = value.Result;
        }

        return _call.Value(instance, arguments);
    }

    private async ValueTask<object?> InvokeAsync(
        InvocationContext invocation, object? instance, object?[] arguments, int index, ValueTask<object?> pending)
    {
        arguments[index] = await pending;
        while (++index < arguments.Length)
            arguments[index] = await parameters[index](invocation);

        return await _call.Value(instance, arguments);
    }

    private static Call Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        return Expression.Lambda<Call>(ReturnedValue.Adapt(call), instance, arguments).Compile();
    }
}
