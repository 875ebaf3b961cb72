using ChatFunctions.Http;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Rooms;

internal sealed class RoomFunctions(
    RoomService rooms, RoomDeletion deletion, RoomList list, PublicRooms publicRooms, IValidator<CreateRoomRequest> creation, IValidator<RenameRoomRequest> renaming)
{
    private const string One = "rooms/{roomId}";

    [Function("CreateRoom")]
    public Task<LiveResponse> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(creation, cancellationToken)
            .Then(body => rooms.CreateAsync(request.Caller(), body, cancellationToken))
            .ToLive(changed => Live.Of(changed, JsonAnswer.Created($"/api/rooms/{changed.Room.Id}", changed.Room)));

    [Function("ListRooms")]
    public Task<IResult> ListMine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(RoomListQuery.From(request))
            .Then<RoomListQuery, Page<RoomSummary>>(async query => await list.PageAsync(request.Caller().UserId, query.Cursor, query.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("FindPublicRooms")]
    public Task<IResult> FindPublic(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/public")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(PublicRoomQuery.From(request))
            .Then<PublicRoomQuery, Page<Room>>(async query => await publicRooms.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("GetRoom")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        rooms.GetAsync(request.Caller(), roomId, cancellationToken).ToResult(TypedResults.Ok);

    [Function("RenameRoom")]
    public Task<LiveResponse> Rename(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(renaming, cancellationToken)
            .Then(body => rooms.RenameAsync(request.Caller(), roomId, body.Name!.Trim(), cancellationToken))
            .ToLive(changed => Live.Of(changed, JsonAnswer.Ok(changed.Room)));

    [Function("DeleteRoom")]
    public Task<LiveResponse> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        deletion.DeleteAsync(request.Caller(), roomId, cancellationToken).ToLive(changed => Live.Of(changed, JsonAnswer.Ok(new DeletedResource(roomId))));
}
