using ChatFunctions.Rooms;

namespace ChatFunctions.Messages;

/// <summary>The host tries functions in alphabetical order, so these names must sort before GetMessage.</summary>
internal sealed class SearchFunctions(MessageSearch search)
{
    [AllowServer]
    [RateLimit(RateLimit.Searches)]
    [Function("FindMessages")]
    public Task<IResult> FindMessages(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/{roomId}/messages/search")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        SearchQuery.OfRoom(request)
            .Then(query => search.RoomAsync(roomId, request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [RateLimit(RateLimit.Searches)]
    [Function("FindMessagesInAllRooms")]
    public Task<IResult> FindMessagesInAllRooms(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "messages/search")] HttpRequest request, CancellationToken cancellationToken) =>
        SearchQuery.OfAll(request)
            .Then<(SearchQuery Query, RoomListCursor Cursor), Page<SearchPage>>(
                async wanted => await search.AllAsync(request.Caller().UserId, wanted.Query, wanted.Cursor, cancellationToken))
            .ToResult(TypedResults.Ok);
}

/// <summary>Selects messages.</summary>
/// <param name="Terms">Each must be in the text.</param>
/// <param name="FromUserId">The sender; null: any.</param>
/// <param name="Has">What a message must have; null: anything.</param>
/// <param name="Before">Messages before this seq; null: from the newest.</param>
/// <param name="Limit">The most messages of a room.</param>
internal sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms, string? FromUserId, string? Has, long? Before, int Limit)
{
    private const string Link = "link";
    private const string File = "file";

    private const int MostMatches = 50;

    /// <summary>The tokens that the index of a block with a matching message contains.</summary>
    public IReadOnlyList<string> Tokens { get; } =
    [
        .. Terms.SelectMany(term => term.Words).Select(SearchIndex.TokenOf),
        .. FromUserId is null ? [] : new[] { FromToken(FromUserId) },
        .. Has is null ? [] : new[] { HasToken(Has) },
    ];

    /// <summary>Not a word, because words consist of letters and digits.</summary>
    private static string HasToken(string what) => "has:" + what;

    /// <summary>The tokens of what a message has.</summary>
    public static IEnumerable<string> HasTokens(MessageRow message) => new[] { Link, File }.Where(what => IsIn(what, message)).Select(HasToken);

    private static bool IsIn(string what, MessageRow message) => what == Link ? HasLink(message.Text!) : message.Attachments is not null;

    public static string FromToken(string userId) => "from:" + userId;

    public static bool HasLink(string text) => text.Contains("http://", StringComparison.OrdinalIgnoreCase) || text.Contains("https://", StringComparison.OrdinalIgnoreCase);

    /// <returns>Null: the message doesn't match.</returns>
    public MessageHit? Match(MessageRow message)
    {
        if (message.Deleted is true || (FromUserId is not null && message.SenderId != FromUserId) || (Has is not null && !IsIn(Has, message)))
        {
            return null;
        }

        var words = SearchWords.Of(message.Text!);
        var names = message.ReadAttachments().Select(attachment => SearchWords.Of(attachment.Name)).ToList();
        var places = Terms.Select(term => term.In(words).Take(MostMatches).ToList()).ToList();
        return Terms.Where((term, n) => places[n].Count == 0 && !names.Exists(name => term.In(name).Any())).Any() ? null
            : new MessageHit(message.ToMessage(), [.. places.SelectMany(term => term).Distinct().OrderBy(place => place.Start).Take(MostMatches)]);
    }

    public static Outcome<SearchQuery> OfRoom(HttpRequest request)
    {
        var before = request.Number("before", 1, long.MaxValue);
        var cursor = HistoryQuery.Cursor(request);
        return (before.Refusal ?? cursor.Refusal) is { } refusal ? refusal
            : cursor.Value.After is not null ? Refusal.InvalidCursor
            : From(request, cursor.Value.Before ?? before.Value);
    }

    public static Outcome<(SearchQuery Query, RoomListCursor Cursor)> OfAll(HttpRequest request)
    {
        var query = From(request, before: null);
        var cursor = RoomListCursor.Parse(request.Query["cursor"].ToString());
        return (query.Refusal ?? cursor.Refusal) is { } refusal ? refusal : (query.Value, cursor.Value);
    }

    private static Outcome<SearchQuery> From(HttpRequest request, long? before)
    {
        var (wanted, from, has) = (request.Query["q"].ToString(), request.Query["from"].ToString(), request.Query["has"].ToString());
        var limit = request.Limit(Limits.SearchPageSize);
        var terms = wanted.Length > Limits.SearchLength ? [] : SearchTerm.Parse(wanted);
        return limit.Refusal is { } refusal ? refusal
            : terms.Count == 0 && (wanted.Length > 0 || has.Length == 0) ? Refusal.Invalid("q", $"Use 1-{Limits.SearchLength} characters with a letter, a digit or an emoji.")
            : from.Length > 0 && !Ids.IsPlausible(from) ? Refusal.Invalid("from", "Use a user ID.")
            : has is not ("" or Link or File) ? Refusal.Invalid("has", "Use link or file.")
            : new SearchQuery(terms, from.Length == 0 ? null : from, has.Length == 0 ? null : has, before, limit.Value);
    }
}
