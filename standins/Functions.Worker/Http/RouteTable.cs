using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The routes of the HTTP functions, checked.</summary>
/// <remarks>
/// The Functions host tries them in alphabetical order of the functions' names and takes the first that fits, unlike ASP.NET Core,
/// which prefers the more specific one. So a function may be hidden behind another; that's a problem to be told at start.
/// </remarks>
internal sealed class RouteTable(string prefix, ParameterPolicyFactory policies, StartupProblems problems)
{
    private readonly List<(FunctionDescriptor Function, HttpTrigger Trigger, RoutePattern Pattern)> _routes = [];

    /// <summary>Adds a function; the host's order is the order of the calls.</summary>
    public void Add(FunctionDescriptor function, HttpTrigger trigger)
    {
        if (Parse(function, trigger) is not { } pattern)
            return;

        var overlap = new RouteOverlap(policies);
        foreach (var earlier in _routes)
        {
            if (RouteOverlap.CommonMethods(earlier.Trigger.Methods, trigger.Methods) is { } common && overlap.Hides(earlier.Pattern, pattern))
            {
                problems.Add(function.Name, Hidden(trigger, common, earlier.Function.Name, earlier.Trigger));
                return;
            }
        }

        _routes.Add((function, trigger, pattern));
    }

    public IEnumerable<RouteEndpoint> Endpoints(Func<FunctionDescriptor, HttpTrigger, RequestDelegate> handler) =>
        _routes.Select((route, order) => new RouteEndpoint(
            handler(route.Function, route.Trigger),
            route.Pattern,
            order,
            new EndpointMetadataCollection(new HttpMethodMetadata(route.Trigger.Methods)),
            route.Function.Name));

    private RoutePattern? Parse(FunctionDescriptor function, HttpTrigger trigger)
    {
        var template = prefix.Length == 0 ? trigger.Route : $"{prefix}/{trigger.Route}";
        try
        {
            var pattern = RoutePatternFactory.Parse(template);
            foreach (var parameter in pattern.Parameters)
            {
                foreach (var policy in parameter.ParameterPolicies)
                    policies.Create(parameter, policy);
            }

            return pattern;
        }
        catch (Exception malformed) when (malformed is RoutePatternException or RouteCreationException or InvalidOperationException)
        {
            problems.Add(function.Name, $"the route '{template}' is malformed. {malformed.Message}");
            return null;
        }
    }

    private static string Hidden(HttpTrigger trigger, string methods, string earlier, HttpTrigger earlierTrigger) =>
        trigger.Route.Equals(earlierTrigger.Route, StringComparison.OrdinalIgnoreCase)
            ? $"its route '{trigger.Route}' ({methods}) is also that of '{earlier}'. Change the route or the methods of one."
            : $"its route '{trigger.Route}' ({methods}) is never reached, because functions are tried in alphabetical order "
              + $"and '{earlier}' takes the same requests with '{earlierTrigger.Route}'. "
              + "Constrain the parameter there, such as {id:int}, or rename one of the functions.";
}
