using ChatFunctions.Http;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Rooms.Invitations;

internal sealed class InvitationFunctions(InvitationService invitations, IValidator<CreateInvitationRequest> creation, IOptions<InvitationOptions> options)
{
    private const string OfRoom = "rooms/{roomId}/invitations";

    [Function("CreateInvitation")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(creation, cancellationToken)
            .Then(body => invitations.CreateAsync(request.Caller(), roomId, body, Origin(request), cancellationToken))
            .ToResult(invitation => TypedResults.Created((string?)null, invitation));

    [Function("ListInvitations")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OfRoom)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        Task.FromResult(InvitationQuery.From(request))
            .Then(query => invitations.PageAsync(request.Caller(), roomId, query, Origin(request), cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("RevokeInvitation")]
    public Task<IResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OfRoom + "/{code}")] HttpRequest request, string roomId, string code) =>
        invitations.RevokeAsync(request.Caller(), roomId, code).ToResult(_ => TypedResults.NoContent());

    [Function("AcceptInvitation")]
    public Task<LiveResponse> Accept(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "invitations/{code}/accept")] HttpRequest request, string code, CancellationToken cancellationToken) =>
        invitations.AcceptAsync(request.Caller(), code, cancellationToken)
            .ToLive(changed => Live.Of(changed, JsonAnswer.Ok(changed.Room)));

    private string Origin(HttpRequest request) => options.Value.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
