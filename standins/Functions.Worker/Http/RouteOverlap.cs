using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Tells whether one route takes every request of another.</summary>
internal static class RouteOverlap
{
    /// <summary>The methods that both answer, for people; null when there is none. No methods means all.</summary>
    public static string? CommonMethods(string[] one, string[] other) =>
        one.Length == 0 ? Named(other)
        : other.Length == 0 ? Named(one)
        : one.Intersect(other).ToArray() is { Length: > 0 } common ? Named(common)
        : null;

    /// <summary>Whether everything that <paramref name="later"/> matches is matched by <paramref name="earlier"/>, as far as templates tell.</summary>
    public static bool Hides(RoutePattern earlier, RoutePattern later)
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

    private static bool Covers(RoutePatternPathSegment wide, RoutePatternPathSegment narrow)
    {
        if (Single(wide) is not { } parameter)
            return Text(wide).Equals(Text(narrow), StringComparison.OrdinalIgnoreCase);

        var other = Single(narrow);
        if (other is { IsCatchAll: true } || (other is { IsOptional: true } && !parameter.IsOptional))
            return false;

        return parameter.ParameterPolicies.Count == 0
            || (other is not null && Policies(parameter).SequenceEqual(Policies(other)));
    }

    private static RoutePatternParameterPart? Single(RoutePatternPathSegment segment) =>
        segment is { IsSimple: true } ? segment.Parts[0] as RoutePatternParameterPart : null;

    private static IEnumerable<string?> Policies(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Select(policy => policy.Content);

    // Parameters inside a longer segment differ by name alone only for people, but then a conflict is theirs to see.
    private static string Text(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => "",
    }));

    private static string Named(string[] methods) => methods.Length == 0 ? "any method" : string.Join(", ", methods);
}
