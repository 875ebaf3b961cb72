using ChatFunctions.RateLimits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Http;

/// <summary>What concerns the service itself.</summary>
internal sealed class ServiceFunctions(RateLimiters limiters)
{
    [AllowAnonymous]
    [Function("GetLimits")]
    public IResult GetLimits([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "limits")] HttpRequest request) =>
        TypedResults.Ok(Limits.Published with { RateLimits = limiters.Published });
}
