using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Reads what starts a function.</summary>
internal static class TriggerReader
{
    // The host keeps these for itself, below any prefix and as the beginning of any word.
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    public static Trigger Read(string function, MethodInfo method)
    {
        var marked = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .ToArray();

        return marked switch
        {
            [] => throw new FunctionProblemException("no parameter has a trigger attribute, such as [HttpTrigger]."),
            [(var parameter, HttpTriggerAttribute http)] => Read(function, parameter, http),
            [(_, var other)] => throw new FunctionProblemException($"the trigger {other!.GetType().Name} is not one that this host has."),
            _ => throw new FunctionProblemException("only one parameter may have a trigger attribute."),
        };
    }

    private static HttpTrigger Read(string function, ParameterInfo parameter, HttpTriggerAttribute http)
    {
        if (http.AuthLevel == AuthorizationLevel.User)
            throw new FunctionProblemException("AuthorizationLevel.User is not supported; use Anonymous and check the caller yourself, or Function.");

        var route = string.IsNullOrWhiteSpace(http.Route) ? function : http.Route.Trim('/');
        if (ReservedRoutes.Any(reserved => route.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
            throw new FunctionProblemException($"the route '{route}' starts with a word that the host keeps for itself (admin, runtime).");

        return new(parameter, route, [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct()], http.AuthLevel);
    }
}
