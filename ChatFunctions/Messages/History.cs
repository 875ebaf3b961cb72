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
        var sender = request.UserId("sender");
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
}

/// <summary>A page of a room's messages.</summary>
/// <param name="Cursor">The cursor of the next page; null at the end of the list.</param>
/// <param name="Changes">If asked for, the newest changes of the room and its members in the page's range, newest first, at most <see cref="Limits.MaxPageSize"/>.</param>
public sealed record HistoryPage(
    IReadOnlyList<Message> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Cursor, IReadOnlyList<RoomChange>? Changes);

/// <summary>Reads a room's messages back, page by page.</summary>
internal sealed class History(RoomStore store, RoomAccess access)
{
    /// <summary>The most seqs that a page for one sender scans. Such a page can be short although there are more messages.</summary>
    private const int SenderWindow = 1_000;

    public async Task<Outcome<HistoryPage>> PageAsync(string roomId, string userId, HistoryQuery query, CancellationToken cancellationToken)
    {
        var read = await access.ReadAsync(userId, roomId, access.ReadMarkersAsync(roomId, userId, cancellationToken), () => query switch
        {
            { After: { } after } => AfterAsync(roomId, after, query, cancellationToken),
            { Around: { } around } => AroundAsync(roomId, around, query, cancellationToken),
            { SenderId: not null } => OfSenderAsync(roomId, query, cancellationToken),
            _ => BeforeAsync(roomId, query, cancellationToken),
        });
        if (read.Refusal is { } refusal)
        {
            return refusal;
        }

        var (markers, (found, cursor)) = read.Value;
        var page = found.ToList();
        var changes = query.WithChanges ? await ChangesAsync(roomId, query, page, isStart: cursor is null, cancellationToken) : null;
        return new HistoryPage([.. page.Select(row => markers.Mark(row.ToMessage()))], cursor, changes);
    }

    /// <summary>The changes of the room and its members in the page's range. Without a gap in the seqs there are none, so nothing is read.</summary>
    private async Task<IReadOnlyList<RoomChange>> ChangesAsync(
        string roomId, HistoryQuery query, List<MessageRow> page, bool isStart, CancellationToken cancellationToken)
    {
        var (from, to) = (isStart ? 1 : page[^1].Seq, (query.Before ?? long.MaxValue) - 1);
        return to - from + 1 == page.Count
            ? []
            : (await store.RoomChangesAsync(roomId, from, to, Limits.MaxPageSize, cancellationToken)).ConvertAll(row => row.ToEvent(message: null));
    }

    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> BeforeAsync(string roomId, HistoryQuery query, CancellationToken cancellationToken)
    {
        var found = await store.MessagesAsync(roomId, 1, (query.Before ?? long.MaxValue) - 1, query.Limit, query.SenderId, cancellationToken);
        var recent = Recent(found, query);

        // The first message has ordinal 1, so the last one found shows whether there are more.
        return (recent, recent.Count < found.Count || found is not [.., { Ordinal: > 1 } last] ? null : HistoryQuery.OlderThan(last.Seq));
    }

    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> OfSenderAsync(string roomId, HistoryQuery query, CancellationToken cancellationToken)
    {
        var to = (query.Before ?? (await store.HeadAsync(roomId, cancellationToken))?.Seq + 1 ?? 1) - 1;
        var from = Math.Max(1, to - SenderWindow + 1);
        var found = await store.MessagesAsync(roomId, from, to, query.Limit, query.SenderId, cancellationToken);
        var recent = Recent(found, query);
        var next = found.Count == query.Limit ? found[^1].Seq : from;
        return (recent, recent.Count < found.Count || next <= 1 ? null : HistoryQuery.OlderThan(next));
    }

    /// <summary>Reads the next seqs. If other events are among them, one more range fills the page.</summary>
    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> AfterAsync(string roomId, long after, HistoryQuery query, CancellationToken cancellationToken)
    {
        var headRead = store.HeadAsync(roomId, cancellationToken);
        var found = new List<MessageRow>(query.Limit);
        long head;
        do
        {
            var to = after + query.Limit - found.Count;
            var next = await store.MessagesAsync(roomId, after + 1, to, query.Limit - found.Count, query.SenderId, cancellationToken);
            found.AddRange(next.AsEnumerable().Reverse());
            head = (await headRead)?.Seq ?? 0;
            after = to;
        }
        while (found.Count < query.Limit && after < head && query.SenderId is null);

        // Messages that came after the head was read are left for the next page.
        return (found.Where(row => IsRecent(row, query)), after < head ? HistoryQuery.NewerThan(after) : null);
    }

    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> AroundAsync(string roomId, long around, HistoryQuery query, CancellationToken cancellationToken)
    {
        var newer = query.Limit / 2;
        var above = store.MessagesAsync(roomId, around + 1, around + newer, newer, query.SenderId, cancellationToken);
        var below = BeforeAsync(roomId, query with { Before = around + 1, Limit = query.Limit - newer }, cancellationToken);
        await Task.WhenAll(above, below);
        var (older, cursor) = await below;
        return ([.. await above, .. older], cursor);
    }

    /// <summary>Times never decrease with seq, so the first message that is too old ends the list.</summary>
    private static List<MessageRow> Recent(List<MessageRow> newestFirst, HistoryQuery query) => [.. newestFirst.TakeWhile(row => IsRecent(row, query))];

    private static bool IsRecent(MessageRow row, HistoryQuery query) => query.Since is null || row.CreatedAt >= query.Since;
}
