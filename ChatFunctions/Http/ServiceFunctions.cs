using ChatFunctions.RateLimits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Http;

/// <summary>What concerns the service itself.</summary>
internal sealed class ServiceFunctions(Health health, RateLimiter limiter)
{
    [AllowAnonymous]
    [Function("GetHealth")]
    public async Task<IResult> GetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.CheckAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.Status == HealthStatus.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    [AllowAnonymous]
    [Function("GetLimits")]
    public IResult GetLimits([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "limits")] HttpRequest request) =>
        TypedResults.Ok(Limits.Published with { RateLimits = limiter.Published });
}
