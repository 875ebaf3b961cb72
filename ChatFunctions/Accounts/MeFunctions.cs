namespace ChatFunctions.Accounts;

/// <summary>The caller's own account.</summary>
internal sealed class MeFunctions(
    ProfileService profiles,
    AccountService accounts,
    IValidator<ChangeMeRequest> update,
    IValidator<ChangePasswordRequest> password)
{
    [Function("GetMe")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        profiles.MeAsync(request.Caller(), cancellationToken).ToResult(TypedResults.Ok);

    /// <summary>
    /// Changes the name shown and who can contact the caller. What the caller writes carries the name that its access token has, so the new one shows beside messages
    /// from the next <c>POST /refresh</c> on; messages from before keep the name that they were made with, memberships follow in a moment.
    /// </summary>
    [Function("ChangeMe")]
    public Task<IResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(update, cancellationToken)
            .Then(body => profiles.UpdateAsync(request.Caller(), body, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ChangePassword")]
    public Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "me/password")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(password, cancellationToken)
            .Then(body => accounts.ChangePasswordAsync(request.Caller(), body, cancellationToken))
            .ToResult(_ => TypedResults.NoContent());
}
