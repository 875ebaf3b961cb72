using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Health;

internal sealed class HealthFunctions(SharedHealthReport health)
{
    /// <summary>200 while every part answers, else 503; either way the report says which do.</summary>
    [AllowAnonymous]
    [Function("GetHealth")]
    public async Task<IResult> GetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.GetAsync().WaitAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.Status == HealthState.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
