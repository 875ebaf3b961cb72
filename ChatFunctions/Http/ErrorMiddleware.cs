using ChatFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Http;

/// <summary>Turns what a function threw into an answer: storage out of reach is 503, everything else a 500 that tells nothing.</summary>
internal sealed class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has left: there is nobody to answer.
        }
        catch (BadHttpRequestException e)
        {
            context.GetInvocationResult().Value = Problem.Of(Refusal.BadRequest with { Status = e.StatusCode });
        }
        catch (Exception e) when (Outage.Is(e))
        {
            logger.StorageFailed(e, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Problem.Of(Refusal.Unavailable);
        }
        catch (Exception e)
        {
            logger.FunctionFailed(e, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Problem.Of(Refusal.InternalError);
        }
    }
}
