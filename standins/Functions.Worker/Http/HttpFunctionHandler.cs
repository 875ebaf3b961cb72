using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Answers the requests of one HTTP function.</summary>
internal sealed class HttpFunctionHandler(
    FunctionDescriptor function, AuthorizationLevel level, FunctionRunner runner, FunctionKeys keys, OutputDispatcher outputs)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var invocation = new InvocationContext(function, new HttpTriggerData(http.Request), http);
        if (await runner.RunAsync(invocation) is null)
            outputs.DispatchAfterResponse(invocation);
        else
            Fail(http);
    }

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            // The caller must not take what it has got for the whole answer.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
