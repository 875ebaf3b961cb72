using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Messages;

internal sealed class HistoryFunctions(History history, EventsReader events, TimeProvider clock)
{
    [Function("GetHistory")]
    public Task<IResult> GetHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        Task.FromResult(HistoryQuery.From(request, clock))
            .Then(query => history.PageAsync(roomId, request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("GetEvents")]
    public Task<IResult> GetEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/{roomId}/events")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        Task.FromResult(EventsQuery.From(request))
            .Then(query => events.PageAsync(roomId, request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);
}
