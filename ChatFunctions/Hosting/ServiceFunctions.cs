using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>The service's limits, and how users sign in.</summary>
internal sealed class ServiceFunctions(RateLimiters limiters, IOptions<IdentityOptions> identity, IOptions<AttachmentOptions> attachments)
{
    [AllowAnonymous]
    [Function("GetIdentity")]
    public IResult GetIdentity([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "identity")] HttpRequest request) =>
        TypedResults.Ok(SignInOptions.Of(identity.Value));

    [AllowAnonymous]
    [Function("GetLimits")]
    public IResult GetLimits([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "limits")] HttpRequest request) =>
        TypedResults.Ok(Published(attachments.Value, limiters.Published));

    private static readonly Dictionary<string, object> Constants =
        typeof(Limits).GetFields().ToDictionary(limit => JsonNamingPolicy.CamelCase.ConvertName(limit.Name), limit => limit.GetRawConstantValue()!);

    /// <summary>The constants of <see cref="Limits"/>, the limits in the settings, and the rate limits, if any.</summary>
    internal static Dictionary<string, object> Published(AttachmentOptions attachments, Dictionary<string, PublishedRateLimit>? rateLimits)
    {
        var limits = new Dictionary<string, object>(Constants) { ["attachmentBytes"] = attachments.MaxBytes, ["attachmentsPerMessage"] = attachments.MaxPerMessage };
        if (rateLimits is not null)
        {
            limits["rateLimits"] = rateLimits;
        }

        return limits;
    }
}

/// <summary>How users sign in.</summary>
public sealed record SignInOptions(bool LocalAccounts, IReadOnlyList<SignInProvider> Providers)
{
    internal static SignInOptions Of(IdentityOptions options) =>
        new(options.LocalAccounts, [.. options.Providers.Where(provider => provider.ClientId.Length > 0).Select(SignInProvider.Of)]);
}

/// <summary>An OpenID Connect provider. A page gets access tokens from it by the authorization code flow with PKCE.</summary>
/// <param name="Authority">The URL below which <c>.well-known/openid-configuration</c> is.</param>
/// <param name="Audience">The audience of access tokens. Some providers want it in the authorization request.</param>
public sealed record SignInProvider(string Name, string Authority, string ClientId, string Scope, string Audience)
{
    internal static SignInProvider Of(IdentityProvider provider) => new(
        provider.Name.Length > 0 ? provider.Name : provider.AuthorityUrl!.Host, provider.Authority, provider.ClientId, provider.Scope, provider.Audience);
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
