using System.Globalization;
using ChatFunctions.Live;
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
