using ChatFunctions.Live;

namespace ChatFunctions.Rooms;

internal sealed class RoomFunctions(RoomService rooms, RoomDeletion deletion, RoomList list, PublicRooms publicRooms)
{
    private const string One = "rooms/{roomId}";

    [AllowServer]
    [Function("CreateRoom")]
    public Task<LiveResponse> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<CreateRoomRequest, CreateRoomValidator>(cancellationToken)
            .Then(body => rooms.CreateAsync(request.Caller(), body, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Created($"/api/rooms/{changed.Room.Id}", changed.Room)));

    [Function("ListRooms")]
    public Task<IResult> ListMine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms")] HttpRequest request, CancellationToken cancellationToken) =>
        RoomListQuery.From(request)
            .Then<RoomListQuery, Page<RoomSummary>>(async query => await list.PageAsync(request.Caller().UserId, query.Hidden, query.Cursor, query.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("FindPublicRooms")]
    public Task<IResult> FindPublic(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/public")] HttpRequest request, CancellationToken cancellationToken) =>
        NameQuery.From(request, minLength: 0, Limits.RoomNameLength)
            .Then<NameQuery, Page<Room>>(async query => await publicRooms.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("GetRoom")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        rooms.GetAsync(request.Caller(), roomId, cancellationToken).ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("RenameRoom")]
    public Task<LiveResponse> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<UpdateRoomRequest, UpdateRoomValidator>(cancellationToken)
            .Then(body => rooms.UpdateAsync(request.Caller(), roomId, body, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("DeleteRoom")]
    public Task<LiveResponse> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        deletion.DeleteAsync(request.Caller(), roomId, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(new DeletedResource(roomId))));
}

/// <summary>Selects a page of the room list.</summary>
internal sealed record RoomListQuery(bool Hidden, RoomListCursor Cursor, int Limit)
{
    public static Outcome<RoomListQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = RoomListCursor.Parse(request.Query["cursor"].ToString());
        var hidden = request.Flag("hidden");
        return (limit.Refusal ?? cursor.Refusal ?? hidden.Refusal) is { } refusal ? refusal : new RoomListQuery(hidden.Value, cursor.Value, limit.Value);
    }
}

/// <summary>Body of <c>POST /rooms</c>.</summary>
/// <param name="Name">1 to <see cref="Limits.RoomNameLength"/> characters.</param>
/// <param name="Kind">Private by default. Direct rooms are created by <c>PUT /direct/{userId}</c>.</param>
/// <param name="Members">Ids of its first members besides the creator.</param>
/// <param name="DefaultRole">Member by default.</param>
/// <param name="CreatedAt">When an imported room was created; only back ends can set it.</param>
public sealed record CreateRoomRequest(string? Name, RoomKind? Kind, IReadOnlyList<string>? Members, DefaultRole? DefaultRole = null, DateTimeOffset? CreatedAt = null);

/// <summary>Body of <c>PATCH /rooms/{roomId}</c>.</summary>
/// <param name="Name">1 to <see cref="Limits.RoomNameLength"/> characters; absent: unchanged.</param>
/// <param name="DefaultRole">Absent: unchanged.</param>
/// <param name="Topic">Up to <see cref="Limits.TopicLength"/> characters; empty: none; absent: unchanged.</param>
public sealed record UpdateRoomRequest(string? Name, DefaultRole? DefaultRole, string? Topic);

internal sealed class CreateRoomValidator : AbstractValidator<CreateRoomRequest>
{
    public CreateRoomValidator()
    {
        RuleFor(request => request.Name).RoomName();
        RuleFor(request => request.Kind).NotEqual(RoomKind.Direct).WithMessage("Create direct rooms with PUT /api/direct/{userId}.");
        RuleFor(request => request.Members!.Count).LessThanOrEqualTo(Limits.MembersAtCreation)
            .When(request => request.Members is not null)
            .OverridePropertyName("members")
            .WithMessage($"Use at most {Limits.MembersAtCreation} members. Add more with PUT /api/rooms/{{roomId}}/members/{{userId}}.");
    }
}

internal sealed class UpdateRoomValidator : AbstractValidator<UpdateRoomRequest>
{
    public UpdateRoomValidator()
    {
        RuleFor(request => request.Name).RoomName().When(request => request.Name is not null);
        RuleFor(request => request.Topic).MaximumLength(Limits.TopicLength).WithMessage($"Use up to {Limits.TopicLength} characters.");
        RuleFor(request => request.Topic).Must(IsVisibleLine).WithMessage("Use one line of visible characters.");
    }

    private static bool IsVisibleLine(string? topic) =>
        topic?.Trim() is null or "" || (VisibleText.Is(topic) && !topic.EnumerateRunes().Any(VisibleText.IsForbiddenInNames));
}

internal static class RoomNameRule
{
    public static IRuleBuilderOptions<T, string?> RoomName<T>(this IRuleBuilder<T, string?> rule) => rule.SetValidator(new NameValidator<T>(Limits.RoomNameLength));
}
