using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Decides where each parameter's value comes from.</summary>
internal sealed class ArgumentBinderSelector(JsonSerializerOptions json)
{
    public (ArgumentBinder[] Binders, InputBinding[] Inputs, BindingMetadata[] Metadata) Select(MethodInfo method, Trigger trigger)
    {
        var inputs = new List<InputBinding>();
        var metadata = new List<BindingMetadata> { new WorkerBindingMetadata(trigger.Parameter.Name!, trigger.Type, BindingDirection.In) };
        var binders = method.GetParameters().Select(parameter => Select(parameter, trigger)).ToArray();
        return (binders, [.. inputs], [.. metadata]);
    }

    private ArgumentBinder Select(ParameterInfo parameter, Trigger trigger)
    {
        if (parameter == trigger.Parameter)
            return ForTrigger(parameter);

        if (parameter.GetCustomAttribute<InputBindingAttribute>() is { } other)
            throw new FunctionProblemException($"the input {other.GetType().Name} of parameter '{parameter.Name}' is not one that this host has.");

        if (parameter.IsDefined(typeof(FromBodyAttribute)))
            return RequestBody.For(parameter);

        if (parameter.ParameterType == typeof(FunctionContext))
            return static invocation => new(invocation);

        if (parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType == typeof(CancellationToken?))
            return static invocation => new(invocation.CancellationToken);

        if (parameter.ParameterType == typeof(HttpRequest) && trigger is HttpTrigger)
            return static invocation => new(invocation.Request.Request);

        if (trigger is HttpTrigger && TextConverter.Supports(parameter.ParameterType))
            return TriggerValueBinder.For(parameter, json);

        throw new FunctionProblemException(
            $"nothing gives parameter '{parameter.Name}' ({parameter.ParameterType}) a value. {Advice(parameter.ParameterType)}");
    }

    private static ArgumentBinder ForTrigger(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(HttpRequest)
            ? static invocation => new(invocation.Request.Request)
            : throw new FunctionProblemException(
                $"the parameter '{parameter.Name}' with [HttpTrigger] must be an HttpRequest; take the body with [FromBody] or read it.");

    private static string Advice(Type type) =>
        type == typeof(HttpContext) ? "Take HttpRequest and use its HttpContext."
        : type.IsInterface || type.IsAbstract ? "Take services in the constructor of the class."
        : "Parameters are HttpRequest, FunctionContext, CancellationToken, simple values of the route or the query, [FromBody], and input bindings.";
}
