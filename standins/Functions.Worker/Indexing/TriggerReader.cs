using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Reads what starts a function.</summary>
internal sealed class TriggerReader(SettingReferences settings)
{
    // The host keeps these for itself, below any prefix and as the beginning of any word.
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    public Trigger Read(string function, MethodInfo method)
    {
        var marked = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .ToArray();

        return marked switch
        {
            [] => throw new FunctionProblemException("no parameter has a trigger attribute, such as [HttpTrigger]."),
            [(var parameter, HttpTriggerAttribute http)] => Read(function, parameter, http),
            [(var parameter, SignalRTriggerAttribute signalR)] => Read(parameter, signalR),
            [(_, var other)] => throw new FunctionProblemException($"the trigger {other!.GetType().Name} is not one that this host has."),
            _ => throw new FunctionProblemException("only one parameter may have a trigger attribute."),
        };
    }

    private static HttpTrigger Read(string function, ParameterInfo parameter, HttpTriggerAttribute http)
    {
        if (http.AuthLevel == AuthorizationLevel.User)
        {
            throw new FunctionProblemException(
                "AuthorizationLevel.User is not supported; use Anonymous and check the caller yourself, or Function.");
        }

        var route = string.IsNullOrWhiteSpace(http.Route) ? function : http.Route.Trim('/');
        if (ReservedRoutes.Any(reserved => route.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
            throw new FunctionProblemException($"the route '{route}' starts with a word that the host keeps for itself (admin, runtime).");

        string[] methods = [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct()];
        return new HttpTrigger(parameter, route, methods, http.AuthLevel);
    }

    private SignalRTrigger Read(ParameterInfo parameter, SignalRTriggerAttribute attribute)
    {
        var key = new EventKey(settings.Resolve(attribute.HubName), settings.Resolve(attribute.Category), settings.Resolve(attribute.Event));
        if (!HubName.IsValid(key.Hub))
            throw new FunctionProblemException($"'{key.Hub}' is no name of a hub.");

        if (!key.Exists)
        {
            throw new FunctionProblemException(
                $"there is no event {key.Category}/{key.Event}; "
                + "there are connections/connected, connections/disconnected and messages/<name>.");
        }

        var names = attribute.ParameterNames;
        var parameters = ((MethodInfo)parameter.Member).GetParameters().Select(known => known.Name!).ToArray();
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
            throw new FunctionProblemException("the parameter names of [SignalRTrigger] differ by more than case.");

        if (names.FirstOrDefault(name => !parameters.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } missing)
            throw new FunctionProblemException($"[SignalRTrigger] names the parameter '{missing}', which the method doesn't have.");

        return new(parameter, key, names, attribute.ConnectionStringSetting);
    }
}
