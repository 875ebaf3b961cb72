using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatFunctions.Http;

/// <summary>A refusal as the answer to a request: RFC 9457, <c>application/problem+json</c>.</summary>
internal sealed class Problem(Refusal refusal) : IResult, IStatusCodeHttpResult, IValueHttpResult<Refusal>
{
    public int? StatusCode => refusal.Status;

    public Refusal Value => refusal;

    public static Problem Of(Refusal refusal) => new(refusal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        if (refusal.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            refusal.RateLimit?.WriteTo(headers, wait);
        }

        return JsonAnswer.Problem(refusal.Status, Details(refusal, httpContext.TraceIdentifier)).ExecuteAsync(httpContext);
    }

    private static ProblemDetails Details(Refusal refusal, string traceId)
    {
        var details = new ProblemDetails
        {
            Type = $"urn:chat:problem:{refusal.Code}",
            Title = ReasonPhrases.GetReasonPhrase(refusal.Status),
            Status = refusal.Status,
            Detail = refusal.Detail,
        };
        details.Extensions["code"] = refusal.Code;
        details.Extensions["traceId"] = traceId;
        if (refusal.Errors is { } errors)
        {
            details.Extensions["errors"] = errors;
        }

        return details;
    }
}
