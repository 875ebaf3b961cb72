using System.Diagnostics.Metrics;
using ChatFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Realtime;

/// <summary>
/// Leaves live outputs out of HTTP invocations while the SignalR service doesn't answer: the Functions host would hold up or cut the
/// caller's connection for them. Nobody waits for the outputs of other invocations, so those are always tried.
/// </summary>
internal sealed class LiveOutputMiddleware(LiveCircuitBreaker breaker, IMeterFactory meters) : IFunctionsWorkerMiddleware
{
    private const string SignalR = "signalR";

    private readonly Counter<long> _suspended = meters.Create(ChatTelemetry.Name)
        .CreateCounter<long>("chat.live.suspended", "{message}", "Live messages left out because SignalR did not answer");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is null)
        {
            await next(context);
            return;
        }

        breaker.NoteRequest();
        await next(context);
        if (breaker.IsOpen)
        {
            Suspend(context);
        }
    }

    private void Suspend(FunctionContext context)
    {
        foreach (var output in context.GetOutputBindings<object[]>().Where(output => output is { BindingType: SignalR, Value.Length: > 0 }))
        {
            _suspended.Add(output.Value!.Length);
            output.Value = null;
        }
    }
}
