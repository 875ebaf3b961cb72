using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Attachments;

/// <summary>Pictures of users and rooms. Each is uploaded like an attachment, and then set.</summary>
internal sealed class PictureFunctions(Uploads uploads, ProfileService profiles, RoomAppender appender, RoomAccess access, ChatTables tables, Ids ids)
{
    private const string Own = "me/picture";
    private const string OfRoom = "rooms/{roomId}/picture";

    [Function("CreatePictureUpload")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Own)] HttpRequest request, CancellationToken cancellationToken) =>
        CreateAsync(request, PartitionOf(request.Caller()), cancellationToken).ToResult(upload => TypedResults.Created((string?)null, upload));

    [Function("SetPicture")]
    public Task<IResult> Set(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Own)] HttpRequest request, CancellationToken cancellationToken) =>
        CheckAsync(request, PartitionOf(request.Caller()), cancellationToken)
            .Then(picture => profiles.SetPictureAsync(request.Caller(), picture, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("RemovePicture")]
    public Task<IResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Own)] HttpRequest request, CancellationToken cancellationToken) =>
        profiles.SetPictureAsync(request.Caller(), picture: null, cancellationToken).ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("CreateRoomPictureUpload")]
    public Task<IResult> CreateOfRoom(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Update, cancellationToken)
            .Then(_ => CreateAsync(request, roomId, cancellationToken))
            .ToResult(upload => TypedResults.Created((string?)null, upload));

    [AllowServer]
    [Function("SetRoomPicture")]
    public Task<LiveResponse> SetOfRoom(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Update, cancellationToken)
            .Then(membership => CheckAsync(request, roomId, cancellationToken)
                .Then(picture => AppendAsync(request.Caller(), membership, picture, cancellationToken)))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("RemoveRoomPicture")]
    public Task<LiveResponse> RemoveOfRoom(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Update, cancellationToken)
            .Then(membership => AppendAsync(request.Caller(), membership, picture: null, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    private static string PartitionOf(Caller caller) => UserKeys.UserPartition(caller.UserId);

    private Task<Outcome<Upload>> CreateAsync(HttpRequest request, string partition, CancellationToken cancellationToken) =>
        request.ReadAsync<CreatePictureRequest, CreatePictureValidator>(cancellationToken)
            .Then(body => uploads.CreatePictureAsync(request.Caller(), partition, body, cancellationToken));

    private Task<Outcome<string>> CheckAsync(HttpRequest request, string partition, CancellationToken cancellationToken) =>
        request.ReadAsync<SetPictureRequest, SetPictureValidator>(cancellationToken)
            .Then(body => uploads.CheckPictureAsync(request.Caller(), partition, body.Token!, cancellationToken));

    private async Task<Outcome<MembershipUpdate>> AppendAsync(Caller caller, RoomMembership membership, string? picture, CancellationToken cancellationToken)
    {
        var roomId = membership.Head.RoomId;
        var blobs = picture is null ? null : await tables.Blobs(roomId).TryPrepareAsync(cancellationToken);
        var appended = await appender.AppendAsync(roomId, new SetPicture(Actor.Of(caller), ids.NewId(), picture, blobs));
        return appended.Refusal is { } refusal ? refusal : new MembershipUpdate(Room.Of(appended.Value.Head!, membership.Member!.Role), appended.Value.Broadcast);
    }
}

/// <summary>Body of <c>POST /me/picture</c> and <c>POST /rooms/{roomId}/picture</c>.</summary>
/// <param name="ContentType">The picture's media type: JPEG, PNG, WebP or GIF.</param>
public sealed record CreatePictureRequest(string? ContentType, long? Size);

/// <summary>Body of <c>PUT /me/picture</c> and <c>PUT /rooms/{roomId}/picture</c>.</summary>
/// <param name="Token">The token of an uploaded picture.</param>
public sealed record SetPictureRequest(string? Token);

internal sealed class CreatePictureValidator : AbstractValidator<CreatePictureRequest>
{
    public CreatePictureValidator()
    {
        RuleFor(picture => picture.ContentType).NotNull()
            .Must(type => type is null or "image/jpeg" or "image/png" or "image/webp" or "image/gif").WithMessage("Use image/jpeg, image/png, image/webp or image/gif.");
        RuleFor(picture => picture.Size).NotNull().InclusiveBetween(1, Limits.PictureBytes);
    }
}

internal sealed class SetPictureValidator : AbstractValidator<SetPictureRequest>
{
    public SetPictureValidator() => RuleFor(picture => picture.Token).NotEmpty();
}
