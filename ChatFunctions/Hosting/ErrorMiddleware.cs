using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>Turns an exception of a function into a problem: 503 when storage is unavailable or has too much to read, otherwise a 500 without details.</summary>
internal sealed class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        http.TraceIdentifier = TraceId(context, http);

        // Answers are private by default, and some contain tokens. Cacheable ones override this.
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            var isCancelled = http.RequestAborted.IsCancellationRequested || context.CancellationToken.IsCancellationRequested;
            context.GetInvocationResult().Value = Problem.Of(RefusalFor(e, isCancelled, context.FunctionDefinition.Name, logger));
        }
    }

    /// <param name="exception">What the function threw; the worker wraps it in an <see cref="AggregateException"/>.</param>
    /// <param name="isCancelled">Whether the client has disconnected or the app is stopping.</param>
    internal static Refusal RefusalFor(Exception exception, bool isCancelled, string function, ILogger logger)
    {
        while (exception is AggregateException { InnerExceptions: [var only] })
        {
            exception = only;
        }

        if (isCancelled && exception is OperationCanceledException)
        {
            return Refusal.Unavailable;
        }

        if (exception is TooManyReadsException)
        {
            logger.TooManyReads(function);
            return Refusal.Unavailable;
        }

        if (StorageUnavailable.Is(exception))
        {
            logger.StorageFailed(exception, function);
            return Refusal.Unavailable;
        }

        logger.FunctionFailed(exception, function);
        return Refusal.InternalError;
    }

    /// <summary>The W3C trace id of the request, from the host or else from the worker's server.</summary>
    private static string TraceId(FunctionContext context, HttpContext http) =>
        ActivityContext.TryParse(context.TraceContext.TraceParent, null, out var caller) ? caller.TraceId.ToHexString()
        : http.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToHexString() ?? http.TraceIdentifier;
}

internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Error, "{Function} failed")]
    public static partial void FunctionFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(2, LogLevel.Warning, "{Function} could not reach storage")]
    public static partial void StorageFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(3, LogLevel.Information, "{Function}: refused, too many reads in flight")]
    public static partial void TooManyReads(this ILogger logger, string function);
}
