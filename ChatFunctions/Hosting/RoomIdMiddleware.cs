using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>Answers 404 if the room id in the route can't be an id, so that it is never used as a key.</summary>
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
