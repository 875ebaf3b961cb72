using ChatFunctions.Live;

namespace ChatFunctions.Rooms;

internal sealed class MemberFunctions(MemberService members, IValidator<PutMemberRequest> membership)
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
        request.ReadAsync(membership, cancellationToken)
            .Then(body => members.PutAsync(request.Caller(), roomId, userId, body.Role, cancellationToken))
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("RemoveMember")]
    public Task<LiveResponse> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        members.RemoveAsync(request.Caller(), roomId, userId, ban: false, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));
}

/// <summary>A member as the others see it.</summary>
/// <param name="User">The user.</param>
/// <param name="Role">The member's role.</param>
/// <param name="JoinedAt">When the member joined.</param>
/// <param name="ReadSeq">The seq up to which the member has read; 0: nothing.</param>
public sealed record RoomMember(UserRef User, Role Role, DateTimeOffset JoinedAt, long ReadSeq)
{
    internal static RoomMember Of(MemberRow row) => new(row.ToRef(), row.Role, row.JoinedAt, row.ReadSeq ?? 0);
}

/// <summary>Body of <c>PUT /rooms/{roomId}/members/{userId}</c>.</summary>
/// <param name="Role">Absent: the room's default for a new member, unchanged for a current one.</param>
public sealed record PutMemberRequest(Role? Role);

internal sealed class PutMemberValidator : AbstractValidator<PutMemberRequest>;
