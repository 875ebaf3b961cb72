using ChatFunctions.Http;
using ChatFunctions.Realtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Presence;

internal sealed class PresenceFunctions(PresenceService presence, OnlineUsers online)
{
    [Function("RenewPresence")]
    public async Task<LiveResponse> Renew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "presence")] HttpRequest request, CancellationToken cancellationToken)
    {
        var renewal = await presence.RenewAsync(request.Caller(), cancellationToken);
        return new LiveResponse { Response = TypedResults.Ok(new PresenceLease(renewal.ExpiresAt)), Messages = renewal.Messages };
    }

    [Function("GetOnlineUsers")]
    public Task<IResult> GetOnline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/online")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Limit())
            .Then(limit => Task.FromResult(request.IdCursor())
                .Then(async after => (Outcome<Page<OnlineUser>>)await online.PageAsync(after, limit, cancellationToken)))
            .ToResult(TypedResults.Ok);
}
