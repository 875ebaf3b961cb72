using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

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
            .Then(query => list.PageAsync(request.Caller().UserId, query.Hidden, query.Cursor, query.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("FindPublicRooms")]
    public Task<IResult> FindPublic(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/public")] HttpRequest request, CancellationToken cancellationToken) =>
        NameQuery.From(request, minLength: 0, Limits.RoomNameLength)
            .Then(query => publicRooms.PageAsync(request.Caller().UserId, query, cancellationToken))
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

/// <summary>Creates, reads and changes rooms.</summary>
internal sealed class RoomService(
    RoomAppender appender,
    RoomStore store,
    RoomAccess access,
    UserStore users,
    ContactRules contacts,
    MembershipWriter membershipWriter,
    RoomDirectory directory,
    BackgroundWork background,
    Ids ids,
    ILogger<RoomService> logger)
{
    public async Task<Outcome<MembershipUpdate>> CreateAsync(Caller caller, CreateRoomRequest request, CancellationToken cancellationToken)
    {
        if (request.CreatedAt is not null && caller.ApiKeyId is null)
        {
            return Refusal.ServerOnly;
        }

        var members = await MembersAsync(caller, request.Members ?? [], cancellationToken);
        if (members.Refusal is { } unknown)
        {
            return unknown;
        }

        var (roomId, name, kind) = (ids.NewRoomId(), request.Name!.Trim(), request.Kind ?? RoomKind.Private);
        string[] everyone = [.. members.Value.Select(user => user.Id).Prepend(caller.UserId).Where(userId => userId != Actor.System.Id)];
        if (kind == RoomKind.Public)
        {
            await directory.AddAsync(roomId, name, cancellationToken);
        }

        var command = new CreateRoom(Actor.Of(caller), roomId, name, kind, members.Value, [.. Enumerable.Range(0, members.Value.Count + 1).Select(_ => ids.NewId())], request.DefaultRole ?? DefaultRole.Member, request.CreatedAt);
        var appended = await membershipWriter.AppendAsync(roomId, everyone, command, cancellationToken);
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        logger.RoomCreated(roomId, kind, everyone.Length);
        return new MembershipUpdate(Room.Of(appended.Value.Head!, Role.Owner), appended.Value.Broadcast) { Added = everyone };
    }

    /// <summary>Reads a room: a public one for everyone, others for their members.</summary>
    public async Task<Outcome<Room>> GetAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var membership = await access.FindAsync(caller.UserId, roomId, cancellationToken);
        if (membership.Refusal is { } notFound)
        {
            return notFound;
        }

        var (head, member) = membership.Value;
        if (member is null && head.Kind != RoomKind.Public)
        {
            return Refusal.RoomNotFound;
        }

        var both = head.Kind == RoomKind.Direct ? await store.MembersAsync(roomId, afterUserId: null, 2, cancellationToken) : [];
        return Room.Of(head, member?.Role, Room.Other(head, caller.UserId, both));
    }

    public async Task<Outcome<MembershipUpdate>> UpdateAsync(Caller caller, string roomId, UpdateRoomRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name?.Trim();
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Update, cancellationToken);
        if (membership.Refusal is { } notAllowed)
        {
            return notAllowed;
        }

        var before = membership.Value.Head;
        var isPublic = before.Kind == RoomKind.Public;
        if (isPublic && name is not null)
        {
            await directory.AddAsync(roomId, name, cancellationToken);
        }

        var appended = await appender.AppendAsync(roomId, new UpdateRoom(Actor.Of(caller), [ids.NewId(), ids.NewId(), ids.NewId()], name, request.DefaultRole, request.Topic?.Trim()));
        if (appended.Refusal is { } refusal)
        {
            return refusal;
        }

        if (isPublic && name is not null)
        {
            background.Start($"renamed:{roomId}:{before.Seq}", () => directory.DropAsync(roomId, before.Name, name, CancellationToken.None));
        }

        return new MembershipUpdate(Room.Of(appended.Value.Head!, membership.Value.Member!.Role), appended.Value.Broadcast);
    }

    private async Task<Outcome<IReadOnlyList<UserRef>>> MembersAsync(Caller caller, IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        var wanted = userIds.Where(userId => userId != caller.UserId).Distinct().ToArray();
        var profiles = await Task.WhenAll(wanted.Select(userId => users.ProfileAsync(userId, cancellationToken)));
        var unknown = Array.FindIndex(profiles, profile => profile is null);
        if (unknown >= 0)
        {
            return Refusal.Invalid("members", $"User '{wanted[unknown]}' not found.");
        }

        var refusals = await profiles.SelectParallelAsync((profile, token) => contacts.RefuseAsync(caller.UserId, profile!, token), cancellationToken);
        var refused = Array.FindIndex(refusals, refusal => refusal is not null);
        return refused >= 0
            ? refusals[refused]! with { Detail = $"{profiles[refused]!.Username}: {refusals[refused]!.Detail}" }
            : profiles.Select(profile => profile!.ToRef()).ToArray();
    }
}
