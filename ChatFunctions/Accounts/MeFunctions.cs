namespace ChatFunctions.Accounts;

/// <summary>The caller's own account.</summary>
internal sealed class MeFunctions(ProfileService profiles, AccountService accounts)
{
    [Function("GetMe")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        profiles.MeAsync(request.Caller(), cancellationToken).ToResult(TypedResults.Ok);

    /// <summary>
    /// Changes the username and who can contact the caller. Messages have the name in the access token, so they have the new name after the next
    /// <c>POST /refresh</c>. Older messages keep their name; memberships get the new one in the background.
    /// </summary>
    [Function("ChangeMe")]
    public Task<IResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<ChangeMeRequest, ChangeMeValidator>(cancellationToken)
            .Then(body => profiles.UpdateAsync(request.Caller(), body, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ChangePassword")]
    public Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "me/password")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<ChangePasswordRequest, ChangePasswordValidator>(cancellationToken)
            .Then(body => accounts.ChangePasswordAsync(request.Caller(), body, cancellationToken))
            .ToResult(_ => TypedResults.NoContent());
}
