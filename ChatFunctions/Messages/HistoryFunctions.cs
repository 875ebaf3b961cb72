using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatFunctions.Messages;

internal sealed class HistoryFunctions(History history, EventsReader events, TimeProvider clock)
{
    [AllowServer]
    [Function("GetHistory")]
    public Task<IResult> GetHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        HistoryQuery.From(request, clock)
            .Then(query => history.PageAsync(roomId, request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("GetEvents")]
    public Task<IResult> GetEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "rooms/{roomId}/events")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        EventsQuery.From(request)
            .Then(query => events.PageAsync(roomId, request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);
}

/// <summary>Selects a page of messages.</summary>
/// <param name="Before">Messages before this seq, newest first. The default, from the newest.</param>
/// <param name="After">Messages after this seq, oldest first.</param>
/// <param name="Around">Messages around this seq, newest first.</param>
/// <param name="SenderId">Only messages of this sender.</param>
/// <param name="Since">The earliest time.</param>
/// <param name="WithChanges">Whether to return the changes of the room and its members, too. Only from newest to oldest, without a filter.</param>
internal sealed record HistoryQuery(int Limit, long? Before, long? After, long? Around, string? SenderId, DateTimeOffset? Since, bool WithChanges = false)
{
    /// <summary>The highest seq, so that adding a page size can't overflow.</summary>
    private const long LastSeq = long.MaxValue - Limits.MaxPageSize;

    /// <summary>Parses a request. A cursor is <c>b</c> (before) or <c>a</c> (after) and a seq.</summary>
    public static Outcome<HistoryQuery> From(HttpRequest request, TimeProvider clock)
    {
        var limit = request.Limit();
        var before = request.Number("before", 1, long.MaxValue);
        var after = request.Number("after", 0, LastSeq);
        var around = request.Number("around", 1, LastSeq);
        var since = request.Since(clock);
        var sender = Sender(request);
        var cursor = Cursor(request);
        if ((limit.Refusal ?? before.Refusal ?? after.Refusal ?? around.Refusal ?? since.Refusal ?? sender.Refusal ?? cursor.Refusal) is { } refusal)
        {
            return refusal;
        }

        var (older, newer) = cursor.Value;
        var include = request.Query["include"].ToString();
        var query = new HistoryQuery(limit.Value, older ?? before.Value, newer ?? after.Value, around.Value, sender.Value, since.Value, include.Length > 0);
        return include is not ("" or "changes") || (query.WithChanges && query is not { After: null, Around: null, SenderId: null, Since: null })
            ? Refusal.Invalid("include", "Use changes, and none of after, around, sender and since.")
            : new[] { query.Before, query.After, query.Around }.Count(bound => bound is not null) > 1
                ? Refusal.Invalid("before", "Use only one of before, after and around.")
                : query;
    }

    public static string OlderThan(long seq) => string.Create(CultureInfo.InvariantCulture, $"b{seq}");

    public static string NewerThan(long seq) => string.Create(CultureInfo.InvariantCulture, $"a{seq}");

    public static Outcome<(long? Before, long? After)> Cursor(HttpRequest request)
    {
        var cursor = request.Query["cursor"].ToString();
        if (cursor.Length == 0)
        {
            return (null, null);
        }

        return (cursor[0], long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) switch
        {
            ('b', true) when seq > 0 => (seq, null),
            ('a', true) when seq <= LastSeq => (null, seq),
            _ => Refusal.InvalidCursor,
        };
    }

    private static Outcome<string?> Sender(HttpRequest request)
    {
        var sender = request.Query["sender"].ToString();
        return sender.Length == 0 ? (string?)null : Ids.IsPlausible(sender) ? sender : Refusal.Invalid("sender", "Use a user ID.");
    }
}

/// <summary>A page of a room's messages.</summary>
/// <param name="Cursor">The cursor of the next page; null at the end of the list.</param>
/// <param name="Changes">If asked for, the newest changes of the room and its members in the page's range, newest first, at most <see cref="Limits.MaxPageSize"/>.</param>
public sealed record HistoryPage(
    IReadOnlyList<Message> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Cursor, IReadOnlyList<RoomChange>? Changes);
