using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Runs invocations of one function: its inputs, the middleware, the method, and taking its outputs.</summary>
internal sealed class FunctionRunner
{
    private readonly InputBinding[] _inputs;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ILogger _logger;

    public FunctionRunner(FunctionDescriptor function, InvocationPipeline pipeline, ILoggerFactory loggers)
    {
        var compiled = new CompiledFunction(function.Method, function.Parameters);
        _inputs = function.Inputs;
        _logger = loggers.CreateLogger($"Function.{function.Name}");
        _pipeline = pipeline.Build(context => ExecuteAsync(InvocationContext.Of(context), compiled));
    }

    /// <summary>Runs one invocation; null when it succeeded, else why it failed, which has been logged.</summary>
    public async ValueTask<Exception?> RunAsync(InvocationContext invocation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (_inputs.Length > 0)
                invocation.Inputs = await ResolveAsync(invocation);

            await _pipeline(invocation);
            _logger.InvocationSucceeded(invocation, started);
            return null;
        }
        catch (Exception failure) when (invocation.CancellationToken.IsCancellationRequested || IsBrokenRequest(failure))
        {
            // The caller has gone away; whatever broke because of that is nobody's fault.
            _logger.InvocationCancelled(invocation.Function.Name, invocation.InvocationId, failure.GetType().Name);
            return failure;
        }
        catch (Exception failure)
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            _logger.InvocationFailed(failure, invocation.Function.Name, invocation.InvocationId, elapsed);
            return failure;
        }
    }

    // Reading a body may find out that the caller is gone before the token does.
    private static bool IsBrokenRequest(Exception failure) =>
        failure is ConnectionResetException
            or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest or StatusCodes.Status408RequestTimeout };

    private async ValueTask<object?[]> ResolveAsync(InvocationContext invocation)
    {
        var values = new object?[_inputs.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = await _inputs[i].ResolveAsync(invocation);

        return values;
    }

    private static async Task ExecuteAsync(InvocationContext invocation, CompiledFunction function)
    {
        invocation.Result = await function.InvokeAsync(invocation);
        var outputs = invocation.Function.Outputs;
        if (outputs.Length == 0 || outputs[0].Property is null || invocation.Result is not { } returned)
            return;

        var values = new object?[outputs.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = outputs[i].Take(returned);

        invocation.Outputs = values;
        invocation.Result = null;
    }
}
