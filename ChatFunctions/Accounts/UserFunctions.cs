using System.Buffers.Text;
using System.Text;

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
        UserQuery.From(request)
            .Then(async query => (Outcome<Page<User>>)await PageAsync(query, cancellationToken))
            .ToResult(page => TypedResults.Ok(page with { Cursor = UserQuery.ToCursor(page.Cursor) }));

    [AllowServer]
    [Function("GetUser")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        profiles.GetAsync(request.Caller(), userId, cancellationToken).ToResult(TypedResults.Ok);

    private async Task<Page<User>> PageAsync(UserQuery query, CancellationToken cancellationToken)
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
            ? new Page<User>([byLogin, .. others[..^1]], limit == 1 ? "" : rows[^2].RowKey)
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

/// <summary>Selects a page of users.</summary>
/// <param name="AfterKey">The last directory key of the previous page; null: the first page.</param>
internal sealed record UserQuery(string Wanted, string? AfterKey, int Limit)
{
    public static Outcome<UserQuery> From(HttpRequest request)
    {
        var wanted = request.Query["q"].ToString().Trim();
        var limit = request.Limit();
        var after = AfterKeyOf(request.Query["cursor"].ToString());
        if ((limit.Refusal ?? after.Refusal) is { } refusal)
        {
            return refusal;
        }

        return wanted.Length is > 0 and <= Limits.UsernameLength
            ? new UserQuery(wanted, after.Value, limit.Value)
            : Refusal.Invalid("q", $"Use 1-{Limits.UsernameLength} characters.");
    }

    public static string? ToCursor(string? key) => key is null ? null : "k" + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(key));

    private static Outcome<string?> AfterKeyOf(string cursor)
    {
        if (cursor.Length == 0)
        {
            return (string?)null;
        }

        return cursor[0] == 'k' && Base64Url.IsValid(cursor.AsSpan(1)) && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(1))) is var key && NameRow.IsKey(key)
            ? key
            : Refusal.InvalidCursor;
    }
}
