using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Decides where each parameter's value comes from.</summary>
internal sealed class ArgumentBinderSelector(SignalRBindings signalR, JsonSerializerOptions json)
{
    public (ArgumentBinder[] Binders, InputBinding[] Inputs, BindingMetadata[] Metadata) Select(MethodInfo method, Trigger trigger)
    {
        var inputs = new List<InputBinding>();
        var metadata = new List<BindingMetadata> { new WorkerBindingMetadata(trigger.Parameter.Name!, trigger.Type, BindingDirection.In) };
        var binders = method.GetParameters().Select(parameter => Select(parameter, trigger, inputs, metadata)).ToArray();
        return (binders, [.. inputs], [.. metadata]);
    }

    private ArgumentBinder Select(ParameterInfo parameter, Trigger trigger, List<InputBinding> inputs, List<BindingMetadata> metadata)
    {
        if (parameter == trigger.Parameter)
            return ForTrigger(parameter, trigger);

        if (parameter.GetCustomAttribute<InputBindingAttribute>() is { } attribute)
        {
            inputs.Add(Input(parameter, attribute, trigger));
            metadata.Add(new WorkerBindingMetadata(parameter.Name!, "signalRConnectionInfo", BindingDirection.In));
            return ForInput(parameter, inputs.Count - 1);
        }

        if (parameter.IsDefined(typeof(FromBodyAttribute)) && trigger is HttpTrigger)
            return RequestBody.For(parameter);

        if (parameter.ParameterType == typeof(FunctionContext))
            return static invocation => new(invocation);

        if (parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType == typeof(CancellationToken?))
            return static invocation => new(invocation.CancellationToken);

        if (parameter.ParameterType == typeof(HttpRequest) && trigger is HttpTrigger)
            return static invocation => new(invocation.Request.Request);

        var isTriggerValue = trigger is HttpTrigger
            ? TextConverter.Supports(parameter.ParameterType)
            : trigger.ValueNames.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase);
        if (isTriggerValue)
            return TriggerValueBinder.For(parameter, json);

        throw new FunctionProblemException(
            $"nothing gives parameter '{parameter.Name}' ({parameter.ParameterType}) a value. {Advice(parameter.ParameterType, trigger)}");
    }

    private static ArgumentBinder ForTrigger(ParameterInfo parameter, Trigger trigger) => trigger switch
    {
        HttpTrigger when parameter.ParameterType == typeof(HttpRequest) => static invocation => new(invocation.Request.Request),
        HttpTrigger => throw new FunctionProblemException(
            $"the parameter '{parameter.Name}' with [HttpTrigger] must be an HttpRequest; take the body with [FromBody] or read it."),
        _ when parameter.ParameterType == typeof(SignalRInvocationContext) =>
            static invocation => new(((SignalRTriggerData)invocation.Trigger).Context),
        _ => throw new FunctionProblemException(
            $"the parameter '{parameter.Name}' with [SignalRTrigger] must be a SignalRInvocationContext."),
    };

    private ConnectionInfoBinding Input(ParameterInfo parameter, InputBindingAttribute attribute, Trigger trigger)
    {
        if (attribute is not SignalRConnectionInfoInputAttribute connectionInfo)
        {
            throw new FunctionProblemException(
                $"the input {attribute.GetType().Name} of parameter '{parameter.Name}' is not one that this host has.");
        }

        return parameter.ParameterType == typeof(SignalRConnectionInfo) || parameter.ParameterType == typeof(string)
            ? signalR.Input(connectionInfo, trigger)
            : throw new FunctionProblemException(
                $"the parameter '{parameter.Name}' with [SignalRConnectionInfoInput] must be a SignalRConnectionInfo.");
    }

    private static ArgumentBinder ForInput(ParameterInfo parameter, int index) =>
        parameter.ParameterType == typeof(string)
            ? invocation => new(ConnectionInfoBinding.ToJson((SignalRConnectionInfo)invocation.Inputs[index]!))
            : invocation => new(invocation.Inputs[index]);

    private static string Advice(Type type, Trigger trigger) =>
        trigger is not HttpTrigger ? "Name it in the attribute if it takes an argument of the call; take services in the constructor."
        : type == typeof(HttpContext) ? "Take HttpRequest and use its HttpContext."
        : type.IsInterface || type.IsAbstract ? "Take services in the constructor of the class."
        : "Parameters are HttpRequest, FunctionContext, CancellationToken, simple values of the route or the query, [FromBody] "
          + "and input bindings.";
}
