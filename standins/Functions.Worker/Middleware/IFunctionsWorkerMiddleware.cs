namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>A step around every invocation. There is one instance for all of them.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs the step; calling <paramref name="next"/> goes on to the function, not calling it ends the invocation here.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
