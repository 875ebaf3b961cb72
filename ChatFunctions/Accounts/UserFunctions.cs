using System.Buffers.Text;
using System.Text;

namespace ChatFunctions.Accounts;

/// <summary>Other users.</summary>
internal sealed class UserFunctions(UserSearch search, ProfileService profiles)
{
    /// <summary>
    /// Finds users by the beginning of their names. The user whose login is exactly <c>q</c> comes first and is the only one shown with a login.
    /// A page can be short although its cursor has more.
    /// </summary>
    [RateLimit(RateLimit.Searches)]
    [Function("SearchUsers")]
    public Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users")] HttpRequest request, CancellationToken cancellationToken) =>
        UserQuery.From(request)
            .Then(async query => (Outcome<Page<User>>)await search.PageAsync(query.Wanted, query.AfterKey, query.Limit, cancellationToken))
            .ToResult(page => TypedResults.Ok(page with { Cursor = UserQuery.ToCursor(page.Cursor) }));

    [AllowServer]
    [Function("GetUser")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/{userId}")] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        profiles.GetAsync(request.Caller(), userId, cancellationToken).ToResult(TypedResults.Ok);
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
