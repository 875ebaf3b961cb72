using System.Globalization;
using System.Text.Json.Serialization;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Rooms;

internal sealed class InvitationFunctions(InvitationService invitations, IOptions<PageOptions> page)
{
    private const string OfRoom = "rooms/{roomId}/invitations";

    [AllowServer]
    [Function("CreateInvitation")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<CreateInvitationRequest, CreateInvitationValidator>(cancellationToken)
            .Then(body => invitations.CreateAsync(request.Caller(), roomId, body, page.Value.UrlFor(request), cancellationToken))
            .ToResult(invitation => TypedResults.Created((string?)null, invitation));

    [AllowServer]
    [Function("ListInvitations")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        InvitationQuery.From(request)
            .Then(query => invitations.PageAsync(request.Caller(), roomId, query, page.Value.UrlFor(request), cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("RevokeInvitation")]
    public Task<IResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OfRoom + "/{code}")] HttpRequest request, string roomId, string code) =>
        invitations.RevokeAsync(request.Caller(), roomId, code).ToResult(_ => TypedResults.NoContent());

    [Function("GetInvitation")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "invitations/{code}")] HttpRequest request, string code, CancellationToken cancellationToken) =>
        invitations.FindAsync(request.Caller(), code, cancellationToken)
            .ToResult(room => TypedResults.Ok(Room.Of(room.Head, room.Member?.Role)));

    [Function("AcceptInvitation")]
    public Task<LiveResponse> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "invitations/{code}/accept")] HttpRequest request, string code, CancellationToken cancellationToken) =>
        invitations.AcceptAsync(request.Caller(), code, cancellationToken)
            .ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));
}

/// <summary>Selects a page of invitations.</summary>
/// <param name="After">The end of the previous page; empty: the first page.</param>
internal sealed record InvitationQuery(string After, int Limit)
{
    private const int TimeLength = 19;

    public static Outcome<InvitationQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = request.Query["cursor"].ToString();
        return limit.Refusal is { } refusal ? refusal
            : cursor.Length > 0 && !(cursor.Length > TimeLength && Ids.IsPlausible(cursor)) ? Refusal.InvalidCursor
            : new InvitationQuery(cursor, limit.Value);
    }

    /// <summary>The sort key of an invitation: its creation time, then its code.</summary>
    public static string PlaceOf(InvitationRow row) => row.CreatedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) + row.Code;

    public bool IsAhead(InvitationRow row) => After.Length == 0 || string.CompareOrdinal(PlaceOf(row), After) < 0;
}

/// <summary>Creates, lists, revokes and accepts invitations.</summary>
internal sealed class InvitationService(
    RoomAppender appender, MembershipWriter membershipWriter, RoomStore store, RoomAccess access, Ids ids, TimeProvider clock)
{
    /// <param name="origin">The start of its link, without a trailing slash.</param>
    public async Task<Outcome<Invitation>> CreateAsync(
        Caller caller, string roomId, CreateInvitationRequest request, string origin, CancellationToken cancellationToken)
    {
        var present = await AllAsync(caller, roomId, cancellationToken);
        if (present.Refusal is { } notAllowed)
        {
            return notAllowed;
        }

        var now = clock.GetUtcNow();
        var isFull = present.Value.Count >= Limits.InvitationsPerRoom;
        var closed = isFull ? present.Value.Find(row => !row.IsOpen(now)) : null;
        if (isFull && closed is null)
        {
            return RoomRefusals.TooManyInvitations;
        }

        var code = ids.NewInvitationCode(roomId);
        var expiresAt = now.AddHours(request.ExpiresInHours ?? Limits.InvitationHours);
        var appended = await appender.AppendAsync(roomId, new CreateInvitation(Actor.Of(caller), code, request.MaxUses, expiresAt, closed?.Code));
        return appended.Refusal is { } refusal
            ? refusal
            : new Invitation(code, Invitation.UrlOf(code, origin), request.MaxUses, Uses: 0, expiresAt);
    }

    /// <returns>The room's invitations, newest first, including expired and used ones.</returns>
    public Task<Outcome<Page<Invitation>>> PageAsync(Caller caller, string roomId, InvitationQuery query, string origin, CancellationToken cancellationToken) =>
        AllAsync(caller, roomId, cancellationToken).Then(all =>
        {
            var rest = all.OrderByDescending(InvitationQuery.PlaceOf, StringComparer.Ordinal).Where(query.IsAhead).ToList();
            var page = rest.Take(query.Limit).ToList();
            return Task.FromResult(new Page<Invitation>([.. page.Select(row => Invitation.Of(row, origin))], page.Count < rest.Count ? InvitationQuery.PlaceOf(page[^1]) : null));
        });

    public Task<Outcome<Appended>> RevokeAsync(Caller caller, string roomId, string code) =>
        Ids.RoomIdOfInvitation(code) != roomId ? Task.FromResult<Outcome<Appended>>(RoomRefusals.InvitationNotFound)
        : appender.AppendAsync(roomId, new RevokeInvitation(Actor.Of(caller), code));

    /// <summary>Joins by an invitation. It is read first, so that an invalid code writes nothing.</summary>
    public Task<Outcome<MembershipUpdate>> AcceptAsync(Caller caller, string code, CancellationToken cancellationToken) =>
        FindAsync(caller, code, cancellationToken).Then(async room => room.Member is { } member
            ? new MembershipUpdate(Room.Of(room.Head, member.Role), []) { Added = [caller.UserId] }
            : await membershipWriter.JoinAsync(room.Head.RoomId, new AcceptInvitation(Actor.Of(caller), ids.NewId(), code), cancellationToken));

    /// <returns>The room that the caller is in or can join by the invitation.</returns>
    public async Task<Outcome<RoomMembership>> FindAsync(Caller caller, string code, CancellationToken cancellationToken)
    {
        if (Ids.RoomIdOfInvitation(code) is not { } roomId)
        {
            return RoomRefusals.InvitationNotFound;
        }

        var (membership, invitation) = await BoundedRequests.BothAsync(
            access.FindAsync(caller.UserId, roomId, cancellationToken), store.FindAsync<InvitationRow>(roomId, RoomKeys.Invitation(code), cancellationToken));
        if (invitation is null || membership.Refusal is not null)
        {
            return RoomRefusals.InvitationNotFound;
        }

        var (head, member) = membership.Value;
        if (member is not null)
        {
            return membership;
        }

        if (await store.IsBannedAsync(caller.UserId, roomId, cancellationToken))
        {
            return AcceptInvitation.Refused(head.Kind);
        }

        return invitation.IsOpen(clock.GetUtcNow()) ? membership : RoomRefusals.InvitationExpired;
    }

    private Task<Outcome<List<InvitationRow>>> AllAsync(Caller caller, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(caller.UserId, roomId, RoomAction.Invite, cancellationToken)
            .Then(_ => store.InvitationsAsync(roomId, 2 * Limits.InvitationsPerRoom, cancellationToken));
}

/// <summary>Lets users who have its code join a room.</summary>
/// <param name="Code">The code for <c>POST /invitations/{code}/accept</c>.</param>
/// <param name="MaxUses">The use limit; null: none.</param>
public sealed record Invitation(
    string Code, string Url, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxUses, int Uses, DateTimeOffset ExpiresAt)
{
    internal static Invitation Of(InvitationRow row, string origin) => new(row.Code, UrlOf(row.Code, origin), row.MaxUses, row.Uses, row.ExpiresAt);

    internal static string UrlOf(string code, string origin) => $"{origin}/#/join/{code}";
}

/// <summary>Body of <c>POST /rooms/{roomId}/invitations</c>.</summary>
/// <param name="MaxUses">1 to <see cref="Limits.InvitationUses"/>; absent: no limit.</param>
/// <param name="ExpiresInHours">1 to <see cref="Limits.InvitationMaxHours"/>; absent: <see cref="Limits.InvitationHours"/>.</param>
public sealed record CreateInvitationRequest(int? MaxUses, int? ExpiresInHours);

internal sealed class CreateInvitationValidator : AbstractValidator<CreateInvitationRequest>
{
    public CreateInvitationValidator()
    {
        RuleFor(request => request.MaxUses).InclusiveBetween(1, Limits.InvitationUses);
        RuleFor(request => request.ExpiresInHours).InclusiveBetween(1, Limits.InvitationMaxHours);
    }
}
