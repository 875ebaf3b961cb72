using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Health;

internal sealed class HealthFunctions(HealthService health)
{
    /// <summary>200 while every part answers, else 503; either way the report says which do.</summary>
    [AllowAnonymous]
    [Function("GetHealth")]
    public async Task<IResult> GetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.ReportAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.Status == HealthStatus.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
