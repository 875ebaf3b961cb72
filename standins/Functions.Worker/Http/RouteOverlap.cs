using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Tells whether one route takes every request of another, as far as templates tell.</summary>
internal sealed class RouteOverlap(ParameterPolicyFactory policies)
{
    /// <summary>The methods that both answer, for people; null when there is none. No methods means all.</summary>
    public static string? CommonMethods(string[] one, string[] other) =>
        one.Length == 0 ? Named(other)
        : other.Length == 0 ? Named(one)
        : one.Intersect(other).ToArray() is { Length: > 0 } common ? Named(common)
        : null;

    /// <summary>Whether everything that <paramref name="later"/> matches is matched by <paramref name="earlier"/>.</summary>
    public bool Hides(RoutePattern earlier, RoutePattern later)
    {
        var (wide, narrow) = (earlier.PathSegments, later.PathSegments);
        for (var i = 0; i < narrow.Count; i++)
        {
            if (i >= wide.Count)
                return false;

            if (Single(wide[i]) is { IsCatchAll: true } rest)
                return rest.ParameterPolicies.Count == 0;

            if (!Covers(wide[i], narrow[i]))
                return false;
        }

        return wide.Skip(narrow.Count).All(segment => Single(segment) is { IsOptional: true } or { IsCatchAll: true });
    }

    private bool Covers(RoutePatternPathSegment wide, RoutePatternPathSegment narrow)
    {
        if (Single(wide) is not { } parameter)
            return Text(wide).Equals(Text(narrow), StringComparison.OrdinalIgnoreCase);

        if (narrow is { IsSimple: true, Parts: [RoutePatternLiteralPart literal] })
            return Accepts(parameter, literal.Content);

        var other = Single(narrow);
        if (other is { IsCatchAll: true } || (other is { IsOptional: true } && !parameter.IsOptional))
            return false;

        return parameter.ParameterPolicies.Count == 0
            || (other is not null && Contents(parameter).SequenceEqual(Contents(other)));
    }

    private bool Accepts(RoutePatternParameterPart parameter, string literal)
    {
        var values = new RouteValueDictionary { [parameter.Name] = literal };
        return parameter.ParameterPolicies.All(policy =>
            policies.Create(parameter, policy) is not IRouteConstraint constraint
            || constraint.Match(httpContext: null, route: null, parameter.Name, values, RouteDirection.IncomingRequest));
    }

    private static RoutePatternParameterPart? Single(RoutePatternPathSegment segment) =>
        segment is { IsSimple: true } ? segment.Parts[0] as RoutePatternParameterPart : null;

    private static IEnumerable<string?> Contents(RoutePatternParameterPart parameter) =>
        parameter.ParameterPolicies.Select(policy => policy.Content);

    private static string Text(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => "",
    }));

    private static string Named(string[] methods) => methods.Length == 0 ? "any method" : string.Join(", ", methods);
}
