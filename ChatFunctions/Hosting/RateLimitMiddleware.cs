using System.Collections.Concurrent;
using ChatFunctions.Messages;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>Takes a token for each request from the bucket of its function's <see cref="RateLimitAttribute"/>.</summary>
internal sealed class RateLimitMiddleware(RateLimiters limiters, ILogger<RateLimitMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private readonly ConcurrentDictionary<string, RateLimit?> _declared = new();

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!limiters.Enabled || context.GetHttpContext() is not { } http || BucketsFor(context, http) is not { } buckets)
        {
            return next(context);
        }

        var caller = http.Features.Get<Caller>();
        var who = caller?.ApiKeyId ?? caller?.UserId ?? limiters.AddressOf(context, http);
        if (buckets.Take(who) is not { } refusal)
        {
            return next(context);
        }

        logger.TooFast(context.FunctionDefinition.Name);
        context.GetInvocationResult().Value = Problem.Of(refusal);
        return Task.CompletedTask;
    }

    private TokenBuckets? BucketsFor(FunctionContext context, HttpContext http) => http.Features.Get<Caller>()?.ApiKeyId is not null ? limiters.ApiKeys : Limit(context, http) switch
    {
        RateLimit.Reads => limiters.Reads,
        RateLimit.Searches => limiters.Searches,
        RateLimit.Writes => limiters.Writes,
        RateLimit.Credentials => limiters.Credentials,
        RateLimit.Refreshes => limiters.Refreshes,
        _ => null,
    };

    private RateLimit Limit(FunctionContext context, HttpContext http) =>
        _declared.GetOrAdd(context.FunctionDefinition.EntryPoint, static entryPoint => FunctionMethod.Find<RateLimitAttribute>(entryPoint)?.Limit)
        ?? RateLimitAttribute.Undeclared(http.Request.Method, hasCaller: http.Features.Get<Caller>() is not null);
}

/// <summary>Which bucket a function takes from.</summary>
internal enum RateLimit
{
    /// <summary>None: for functions that a back end calls with its key, and for public reads.</summary>
    None,

    /// <summary>Reads by a user, except for searches.</summary>
    Reads,

    /// <summary>Searches: those for users reveal whether a login exists, those for messages read much.</summary>
    Searches,

    /// <summary>Changes by a user, except for sends.</summary>
    Writes,

    /// <summary>Registering and logging in, by address.</summary>
    Credentials,

    /// <summary>Refreshing sessions, by address.</summary>
    Refreshes,

    /// <summary>Sends, for which <see cref="SendLimits"/> takes tokens, because a batch costs several.</summary>
    Sends,
}

/// <summary>
/// The bucket that a function takes from. Without it, reads take from <see cref="RateLimit.Reads"/>, changes from
/// <see cref="RateLimit.Writes"/>, and changes by anonymous callers from <see cref="RateLimit.Credentials"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RateLimitAttribute(RateLimit limit) : Attribute
{
    public RateLimit Limit => limit;

    /// <summary>The bucket of a function without the attribute.</summary>
    public static RateLimit Undeclared(string method, bool hasCaller) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? (hasCaller ? RateLimit.Reads : RateLimit.None)
        : hasCaller ? RateLimit.Writes
        : RateLimit.Credentials;
}

internal static class RateLimitServices
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection("Chat:RateLimits")).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>()
            .AddSingleton<RateLimiters>();
    }
}

internal static partial class LogMessages
{
    [LoggerMessage(140, LogLevel.Information, "{Function}: refused, too many in too short a time")]
    public static partial void TooFast(this ILogger logger, string function);

    [LoggerMessage(141, LogLevel.Information, "Room {RoomId}: {Messages} messages of user {UserId} refused, too many in too short a time")]
    public static partial void SentTooFast(this ILogger logger, string roomId, string userId, int messages);
}
