using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>Answers 404 to a route whose room can't be an id, so that no such text is sent to storage as a key.</summary>
internal sealed class RoomIdMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || http.Request.RouteValues["roomId"] is not string roomId || Ids.IsPlausible(roomId))
        {
            return next(context);
        }

        context.GetInvocationResult().Value = Problem.Of(Refusal.RoomNotFound);
        return Task.CompletedTask;
    }
}
