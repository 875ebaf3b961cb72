using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Accounts;

/// <summary>Other users.</summary>
internal sealed class UserFunctions(UserSearch search, ProfileService profiles)
{
    /// <summary>
    /// Users whose name begins with <c>q</c>, and before them the one whose login is <c>q</c> as a whole, the only one shown with a login.
    /// A page may come out short while its cursor goes on.
    /// </summary>
    [Function("SearchUsers")]
    public Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(UserQuery.From(request))
            .Then(async query => (Outcome<Page<User>>)await search.PageAsync(query.Wanted, query.AfterKey, query.Limit, cancellationToken))
            .ToResult(page => TypedResults.Ok(page with { Cursor = UserQuery.ToCursor(page.Cursor) }));

    [Function("GetUser")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        profiles.GetAsync(request.Caller(), userId, cancellationToken).ToResult(TypedResults.Ok);
}
