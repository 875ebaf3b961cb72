using ChatFunctions.Live;

namespace ChatFunctions.Rooms;

internal sealed class MemberFunctions(MemberService members)
{
    private const string All = "rooms/{roomId}/members";
    private const string One = All + "/{userId}";

    [AllowServer]
    [Function("ListMembers")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(page => members.PageAsync(request.Caller(), roomId, page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("JoinRoom")]
    public Task<LiveResponse> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/join")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        members.JoinAsync(request.Caller(), roomId, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("PutMember")]
    public Task<LiveResponse> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutMemberRequest>(cancellationToken)
            .Then(body => members.PutAsync(request.Caller(), roomId, userId, body.Role, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [RequireServer]
    [Function("PutMembers")]
    public Task<LiveResponse> PutSeveral(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = All + "/batch")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<PutMembersRequest, PutMembersValidator>(cancellationToken)
            .Then(body => members.PutSeveralAsync(request.Caller(), roomId, body.Members!, cancellationToken))
            .ToLive(put => put.Update.ToLive(JsonAnswer.Ok(put.Result)));

    [AllowServer]
    [Function("RemoveMember")]
    public Task<LiveResponse> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        members.RemoveAsync(request.Caller(), roomId, userId, ban: false, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));
}

/// <summary>A member as the others see it.</summary>
/// <param name="ReadSeq">The seq up to which the member has read; 0: nothing.</param>
public sealed record RoomMember(UserRef User, Role Role, DateTimeOffset JoinedAt, long ReadSeq)
{
    internal static RoomMember Of(MemberRow row) => new(row.ToRef(), row.Role, row.JoinedAt, row.ReadSeq ?? 0);
}

/// <summary>Body of <c>PUT /rooms/{roomId}/members/{userId}</c>.</summary>
/// <param name="Role">Absent: the room's default for a new member, unchanged for a current one.</param>
public sealed record PutMemberRequest(Role? Role);

/// <summary>Body of <c>POST /rooms/{roomId}/members/batch</c>: 1 to <see cref="Limits.BatchMembers"/> members.</summary>
public sealed record PutMembersRequest(IReadOnlyList<PutMembersItem>? Members);

/// <summary>One member of <c>POST /rooms/{roomId}/members/batch</c>.</summary>
/// <param name="Role">As in <see cref="PutMemberRequest"/>.</param>
public sealed record PutMembersItem(string? UserId, Role? Role);

/// <summary>The answer of <c>POST /rooms/{roomId}/members/batch</c>.</summary>
/// <param name="Refused">The users who were refused; all others are members.</param>
public sealed record PutMembersResult(Room Room, IReadOnlyList<RefusedMember> Refused);

/// <param name="Code">The code with which <c>PUT /rooms/{roomId}/members/{userId}</c> would refuse the user.</param>
public sealed record RefusedMember(string UserId, string Code);

internal sealed class PutMembersValidator : AbstractValidator<PutMembersRequest>
{
    public PutMembersValidator()
    {
        RuleFor(batch => batch.Members).SetValidator(new CountValidator<PutMembersRequest, PutMembersItem>(Limits.BatchMembers, "members"))
            .Must(members => members is null || members.DistinctBy(member => member?.UserId).Count() == members.Count).WithMessage("Use each userId once.");
        RuleForEach(batch => batch.Members).NotNull().SetValidator(new PutMembersItemValidator());
    }
}

internal sealed class PutMembersItemValidator : AbstractValidator<PutMembersItem>
{
    public PutMembersItemValidator() => RuleFor(member => member.UserId).NotEmpty();
}
