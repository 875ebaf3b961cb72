using ChatFunctions.Http;
using ChatFunctions.Realtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Rooms.Direct;

internal sealed class DirectFunctions(DirectRooms rooms, Inbox inbox, TimeProvider clock)
{
    [Function("PutDirectRoom")]
    public Task<LiveResponse> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "direct/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        rooms.PutAsync(request.Caller(), userId, cancellationToken)
            .ToLive(direct => Live.Of(direct.Changed, direct.IsNew
                ? JsonAnswer.Created($"/api/rooms/{direct.Changed.Room.Id}", direct.Changed.Room)
                : JsonAnswer.Ok(direct.Changed.Room)));

    [Function("GetInbox")]
    public Task<IResult> GetInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "inbox")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(InboxQuery.From(request, clock))
            .Then<InboxQuery, Page<Messages.Message>>(async query => await inbox.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);
}
