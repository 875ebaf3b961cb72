using System.Text.Json.Serialization;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Lists;

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
            .Then(wanted => search.AllAsync(request.Caller().UserId, wanted.Query, wanted.Cursor, cancellationToken))
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
        var (wanted, has) = (request.Query["q"].ToString(), request.Query["has"].ToString());
        var from = request.UserId("from");
        var limit = request.Limit(Limits.SearchPageSize);
        var terms = wanted.Length > Limits.SearchLength ? [] : SearchTerm.Parse(wanted);
        return (limit.Refusal ?? from.Refusal) is { } refusal ? refusal
            : terms.Count == 0 && (wanted.Length > 0 || has.Length == 0) ? Refusal.Invalid("q", $"Use 1-{Limits.SearchLength} characters with a letter, a digit or an emoji.")
            : has is not ("" or Link or File) ? Refusal.Invalid("has", "Use link or file.")
            : new SearchQuery(terms, from.Value, has.Length == 0 ? null : has, before, limit.Value);
    }
}

/// <summary>
/// Searches rooms from the newest message back: first the messages that aren't in a complete block, then blocks whose index doesn't exclude a match.
/// Each hit is a message that matches in its current state. It builds missing indexes of the blocks that it reads.
/// </summary>
internal sealed class MessageSearch(RoomStore store, RoomAccess access, SearchIndex index, UserRoomStore userRooms)
{
    /// <summary>The most blocks that are read in a call for one room.</summary>
    internal const int MostReads = 8;

    /// <summary>The most blocks that are read of each room in a call for all rooms.</summary>
    internal const int MostReadsPerRoom = 2;

    /// <summary>The most rooms in a call for all rooms.</summary>
    internal const int RoomsPerCall = 16;

    /// <summary>The most indexes that are read in a call for a room: 50,000 seqs.</summary>
    private const int MostIndexes = 100;

    public Task<Outcome<SearchPage>> RoomAsync(string roomId, string userId, SearchQuery query, CancellationToken cancellationToken) =>
        SearchAsync(roomId, userId, query, MostReads, cancellationToken);

    /// <summary>Searches the next rooms of the user's list. Rooms without hits are left out once they are searched completely.</summary>
    public async Task<Page<SearchPage>> AllAsync(string userId, SearchQuery query, RoomListCursor cursor, CancellationToken cancellationToken)
    {
        var list = await userRooms.ListAsync(userId, cancellationToken);
        var (_, moved, ahead) = cursor.Divide(list);
        var movedNow = moved.Take(RoomsPerCall).ToList();
        var aheadNow = ahead.Take(RoomsPerCall - movedNow.Count).ToList();
        List<UserRoomRow> searched = [.. movedNow, .. aheadNow];
        var found = await searched.SelectParallelAsync((row, token) => SearchAsync(row.RoomId, userId, query, MostReadsPerRoom, token), cancellationToken);
        var isEnd = movedNow.Count == moved.Count && aheadNow.Count == ahead.Count;
        return new Page<SearchPage>(
            [.. found.Where(room => room.Refusal is null).Select(room => room.Value).Where(room => room.Items.Count > 0 || room.Cursor is not null)],
            isEnd ? null : cursor.After(movedNow.Count < moved.Count ? movedNow : list, aheadNow, []).ToString());
    }

    private async Task<Outcome<SearchPage>> SearchAsync(string roomId, string userId, SearchQuery query, int mostReads, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(userId, roomId, RoomAction.Read, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        var head = membership.Value.Head;
        var hits = new List<MessageHit>();
        var searchedTo = Math.Min(query.Before ?? long.MaxValue, head.Seq + 1);
        var (lowest, indexes) = await IndexesAsync(head, SearchBlock.Of(searchedTo - 1), cancellationToken);
        for (var reads = 0; searchedTo > 1 && hits.Count < query.Limit && SearchBlock.Of(searchedTo - 1) is var block && block >= lowest;)
        {
            var row = indexes.GetValueOrDefault(block);
            if (!index.IsCurrent(row) || index.MayMatch(row!, query))
            {
                if (++reads > mostReads)
                {
                    break;
                }

                var messages = await store.MessagesAsync(roomId, SearchBlock.FirstSeq(block), SearchBlock.LastSeq(block), SearchBlock.Size, senderId: null, cancellationToken);
                hits.AddRange(messages.Where(message => message.Seq < searchedTo).Select(query.Match).OfType<MessageHit>());
                if (!index.IsCurrent(row) && SearchBlock.IsComplete(head, block))
                {
                    await index.StoreAsync(row, roomId, userId, block, messages, cancellationToken);
                }
            }

            searchedTo = SearchBlock.FirstSeq(block);
        }

        if (hits.Count >= query.Limit)
        {
            hits = hits[..query.Limit];
            searchedTo = hits[^1].Message.Seq;
        }

        return new SearchPage(roomId, hits, searchedTo > 1 ? HistoryQuery.OlderThan(searchedTo) : null, searchedTo);
    }

    /// <summary>Reads the indexes of complete blocks, from a block back.</summary>
    /// <returns>The lowest block whose index would have been read, and the indexes by block.</returns>
    private async Task<(long Lowest, Dictionary<long, SearchBlockRow> Indexes)> IndexesAsync(RoomHead head, long block, CancellationToken cancellationToken)
    {
        var top = SearchBlock.IsComplete(head, block) ? block : block - 1;
        var lowest = Math.Max(0, top - MostIndexes + 1);
        var read = top < 0 ? [] : await store.SearchBlocksAsync(head.RoomId, lowest, top, cancellationToken);
        return (lowest, read.ToDictionary(row => row.Block));
    }
}

/// <summary>A page of the search in one room.</summary>
/// <param name="Items">Messages that match, newest first.</param>
/// <param name="Cursor">The cursor for older messages of this room; null: all messages were searched.</param>
/// <param name="SearchedBackTo">All messages from this seq on were searched.</param>
public sealed record SearchPage(
    string RoomId, IReadOnlyList<MessageHit> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Cursor, long SearchedBackTo);

/// <summary>A message that matches a search.</summary>
/// <param name="Message">The message in its current state, without <see cref="Message.Read"/>.</param>
/// <param name="Matches">The parts of the text that match, in order.</param>
public sealed record MessageHit(Message Message, IReadOnlyList<TextRange> Matches);
