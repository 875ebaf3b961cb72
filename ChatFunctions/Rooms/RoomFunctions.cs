using ChatFunctions.Http;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Rooms;

internal sealed class RoomFunctions(RoomService rooms, RoomList list, IValidator<CreateRoomRequest> creation, IValidator<PutMemberRequest> membership)
{
    [Function("CreateRoom")]
    public Task<LiveResponse> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(creation, cancellationToken)
            .Then(body => rooms.CreateAsync(request.Caller(), body, cancellationToken))
            .ToLive(changed => Live.Of(changed, TypedResults.Created($"/api/rooms/{changed.Room.Id}", changed.Room)));

    [Function("ListRooms")]
    public async Task<IResult> ListMine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await list.PageAsync(request.Caller().UserId, cancellationToken));

    [Function("GetRoom")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rooms/{roomId}")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        rooms.GetAsync(request.Caller(), roomId, cancellationToken).ToResult(TypedResults.Ok);

    [Function("PutMember")]
    public Task<LiveResponse> PutMember(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rooms/{roomId}/members/{userId}")] HttpRequest request,
        string roomId,
        string userId,
        CancellationToken cancellationToken) =>
        request.ReadAsync(membership, cancellationToken)
            .Then(body => rooms.PutMemberAsync(request.Caller(), roomId, userId, body.Role, cancellationToken))
            .ToLive(changed => Live.Of(changed, TypedResults.Ok(changed.Room)));
}
