using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// The integration's own middleware: gives the steps inside it the <see cref="HttpContext"/>, and writes the answer when they have ended.
/// </summary>
internal static partial class HttpResultExecution
{
    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => async context =>
    {
        var invocation = InvocationContext.Of(context);
        if (invocation.Function.Trigger is not Indexing.HttpTrigger)
        {
            await next(context);
            return;
        }

        context.Items[FunctionContextExtensions.HttpContextKey] = invocation.Request;
        await next(context);
        if (await TryExecuteAsync(invocation.Result, invocation.Request))
            return;

        var marked = MarkedResult(invocation);
        if (!await TryExecuteAsync(marked, invocation.Request) && (marked ?? Unsent(invocation)) is { } lost)
            LogNothingToWrite(Logger(invocation.Request), invocation.Function.Name, lost.GetType());
    };

    // What an output takes isn't meant for the caller.
    private static object? Unsent(InvocationContext invocation) =>
        invocation.Function.Outputs is [{ Property: null }] ? null : invocation.Result;

    private static async Task<bool> TryExecuteAsync(object? result, HttpContext http)
    {
        switch (result)
        {
            case IResult minimal:
                await minimal.ExecuteAsync(http);
                return true;
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                return true;
            default:
                return false;
        }
    }

    private static object? MarkedResult(InvocationContext invocation)
    {
        for (var i = 0; i < invocation.Outputs.Length; i++)
        {
            if (invocation.Function.Outputs[i] is HttpOutputBinding)
                return invocation.Outputs[i];
        }

        return null;
    }

    private static ILogger Logger(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpResultExecution).FullName!);

    [LoggerMessage(1, LogLevel.Warning,
        "Function '{Function}' returned {Type}, which is neither IResult nor IActionResult, so the answer is empty")]
    private static partial void LogNothingToWrite(ILogger logger, string function, Type type);
}
