using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Accounts.Export;
using ChatFunctions.Http;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Accounts;

/// <summary>The caller's own account.</summary>
internal sealed class MeFunctions(
    ProfileService profiles,
    AccountService accounts,
    AccountErasure erasure,
    AccountExport export,
    IValidator<RenameRequest> name,
    IValidator<ChangePasswordRequest> password,
    IValidator<EraseRequest> erasing)
{
    [Function("GetMe")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        profiles.MeAsync(request.Caller(), cancellationToken).ToResult(TypedResults.Ok);

    /// <summary>
    /// Changes the name shown. What the caller writes carries the name that its access token has, so the new one shows beside messages
    /// from the next <c>POST /refresh</c> on; messages from before keep the name that they were made with, memberships follow in a moment.
    /// </summary>
    [Function("Rename")]
    public Task<IResult> Rename(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(name, cancellationToken)
            .Then(body => profiles.RenameAsync(request.Caller(), body.Username!.Trim(), cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ChangePassword")]
    public Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "me/password")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(password, cancellationToken)
            .Then(body => accounts.ChangePasswordAsync(request.Caller(), body, cancellationToken))
            .ToResult(_ => TypedResults.NoContent());

    /// <summary>
    /// Everything stored about the caller as one JSON document, sent while it is read: profile, presence, sessions, notifications and, for
    /// every room the caller has ever been in, the membership, the caller's messages and invitations, and the events by or about the caller. No secrets,
    /// and nothing that others wrote. One that breaks off is not valid JSON.
    /// </summary>
    [Function("ExportMe")]
    public Task<IResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me/export")] HttpRequest request, CancellationToken cancellationToken) =>
        export.OfAsync(request.Caller(), cancellationToken).ToResult(document => document);

    /// <summary>
    /// Erases the account for good. The login is free again, rooms that the caller alone owned pass to the member with the highest role
    /// who has been there longest, and rooms without another member are deleted. Messages become tombstones at their places, and the
    /// name disappears from them and from old events; what stays is an id that leads to nobody. A call that fails half-way is to be
    /// repeated: it goes on where the first one ended.
    /// </summary>
    [Function("EraseMe")]
    public async Task<LiveResponse> Erase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        Live.OfErasure(request.Caller().UserId, await request.ReadAsync(erasing, cancellationToken)
            .Then(body => erasure.EraseAsync(request.Caller(), body.Password!, cancellationToken)));
}
