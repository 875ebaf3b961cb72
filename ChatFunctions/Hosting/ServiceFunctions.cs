using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace ChatFunctions.Hosting;

/// <summary>The service's limits.</summary>
internal sealed class ServiceFunctions(RateLimiters limiters)
{
    [AllowAnonymous]
    [Function("GetLimits")]
    public IResult GetLimits([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "limits")] HttpRequest request) =>
        TypedResults.Ok(Published(limiters.Published));

    private static readonly Dictionary<string, object> Constants =
        typeof(Limits).GetFields().ToDictionary(limit => JsonNamingPolicy.CamelCase.ConvertName(limit.Name), limit => limit.GetRawConstantValue()!);

    /// <summary>The constants of <see cref="Limits"/> and the rate limits, if any.</summary>
    internal static Dictionary<string, object> Published(PublishedRateLimits? rateLimits) =>
        rateLimits is null ? Constants : new(Constants) { ["rateLimits"] = rateLimits };
}

/// <summary>Answers requests that no other function takes; the Functions host would answer 404 without a body.</summary>
internal sealed class UnknownRouteFunctions(EndpointDataSource endpoints)
{
    /// <summary>The host tries functions in alphabetical order, so this name must stay the last one.</summary>
    public const string Name = "UnknownRoute";

    /// <summary>405 <c>method_not_allowed</c> if the path has other methods, otherwise 404 <c>not_found</c>.</summary>
    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function(Name)]
    public IResult Refuse([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var allowed = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => Matches(endpoint, request.Path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Select(method => method.ToUpperInvariant())
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (allowed.Length == 0)
        {
            return Problem.Of(Refusal.NotFound);
        }

        request.HttpContext.Response.Headers.Allow = string.Join(", ", allowed);
        return Problem.Of(Refusal.MethodNotAllowed);
    }

    private static bool Matches(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
