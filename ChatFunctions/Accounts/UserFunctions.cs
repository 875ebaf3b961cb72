namespace ChatFunctions.Accounts;

/// <summary>Other users.</summary>
internal sealed class UserFunctions(UserStore users, UserDirectory directory, ProfileService profiles)
{
    /// <summary>
    /// Finds users by the beginning of the name or of a later word in it. The user whose login is exactly <c>q</c> comes first and is the only one
    /// shown with a login. The beginning of a login finds nobody, so a search doesn't reveal logins. A page can be short although its cursor has more.
    /// </summary>
    [RateLimit(RateLimit.Searches)]
    [Function("SearchUsers")]
    public Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users")] HttpRequest request, CancellationToken cancellationToken) =>
        NameQuery.From(request, minLength: 1, Limits.UsernameLength)
            .Then(async query => (Outcome<Page<User>>)await PageAsync(query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("GetUser")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        profiles.GetAsync(request.Caller(), userId, cancellationToken).ToResult(TypedResults.Ok);

    private async Task<Page<User>> PageAsync(NameQuery query, CancellationToken cancellationToken)
    {
        var (wanted, afterKey, limit) = query;
        var (byLogin, rows) = await BoundedRequests.BothAsync(ByLoginAsync(wanted, cancellationToken), directory.SearchAsync(wanted, afterKey, limit, cancellationToken));
        var byName = await Task.WhenAll(rows.Select(row => ByNameAsync(row, wanted, cancellationToken)));
        var others = byName.OfType<User>().Where(user => user.Id != byLogin?.Id).ToList();
        var cursor = rows.Count == limit ? rows[^1].RowKey : null;
        if (afterKey is not null || byLogin is null)
        {
            return new Page<User>(others, cursor);
        }

        // The login's owner comes first and replaces the last user found by name, who is then first on the next page.
        return others.Count == limit
            ? new Page<User>([byLogin, .. others[..^1]], limit == 1 ? SearchKey.Of(wanted) : rows[^2].RowKey)
            : new Page<User>([byLogin, .. others], cursor);
    }

    private async Task<User?> ByLoginAsync(string wanted, CancellationToken cancellationToken) =>
        Logins.IsPlausible(wanted)
        && await users.LoginAsync(Logins.Normalise(wanted), cancellationToken) is { } login
        && await users.ProfileAsync(login.UserId, cancellationToken) is { } profile
            ? profile.ToUser(withLogin: true)
            : null;

    private async Task<User?> ByNameAsync(NameRow row, string wanted, CancellationToken cancellationToken)
    {
        var profile = await users.ProfileAsync(row.Id, cancellationToken);
        return profile is not null && row.Lists(profile.Username, wanted) ? profile.ToUser(withLogin: false) : null;
    }
}
