using System.Collections.Concurrent;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.RateLimits;

/// <summary>Takes a token for each request from the bucket that its function names with <see cref="RateLimitAttribute"/>, before anything is read.</summary>
internal sealed class RateLimitMiddleware(RateLimiters limiters, ILogger<RateLimitMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private readonly ConcurrentDictionary<string, RateLimit?> _declared = new();

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!limiters.Enabled || context.GetHttpContext() is not { } http || BucketsFor(context, http) is not { } buckets)
        {
            return next(context);
        }

        var who = http.Features.Get<Caller>()?.UserId ?? ClientAddress.Of(context, http, limiters.TrustForwardedFor);
        if (buckets.Take(who) is not { } refusal)
        {
            return next(context);
        }

        logger.TooFast(context.FunctionDefinition.Name);
        context.GetInvocationResult().Value = Problem.Of(refusal);
        return Task.CompletedTask;
    }

    private TokenBuckets? BucketsFor(FunctionContext context, HttpContext http) => Limit(context, http) switch
    {
        RateLimit.Writes => limiters.Writes,
        RateLimit.Credentials => limiters.Credentials,
        RateLimit.Refreshes => limiters.Refreshes,
        _ => null,
    };

    private RateLimit Limit(FunctionContext context, HttpContext http) =>
        _declared.GetOrAdd(context.FunctionDefinition.EntryPoint, static entryPoint => FunctionMethod.Find<RateLimitAttribute>(entryPoint)?.Limit)
        ?? RateLimitAttribute.Undeclared(http.Request.Method, hasCaller: http.Features.Get<Caller>() is not null);
}
