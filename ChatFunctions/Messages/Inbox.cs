using System.Globalization;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Messages;

internal sealed class InboxFunctions(Inbox inbox, TimeProvider clock)
{
    [Function("GetInbox")]
    public Task<IResult> GetInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "inbox")] HttpRequest request, CancellationToken cancellationToken) =>
        InboxQuery.From(request, clock)
            .Then(query => inbox.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ListMentions")]
    public Task<IResult> ListMentions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mentions")] HttpRequest request, CancellationToken cancellationToken) =>
        InboxQuery.From(request, clock)
            .Then(query => inbox.PageAsync(request.Caller().UserId, query with { FromUserId = null, Mentions = true }, cancellationToken))
            .ToResult(TypedResults.Ok);
}

/// <summary>Selects a page of direct messages, or of mentions.</summary>
/// <param name="FromUserId">The sender; null: any.</param>
/// <param name="Before">The end of the previous page; null: the first page.</param>
internal sealed record InboxQuery(string? FromUserId, DateTimeOffset? Since, InboxPlace? Before, int Limit)
{
    /// <summary>Whether to list mentions of the user in all rooms instead.</summary>
    public bool Mentions { get; init; }

    public static Outcome<InboxQuery> From(HttpRequest request, TimeProvider clock)
    {
        var limit = request.Limit(Limits.InboxPageSize);
        var since = request.Since(clock);
        var cursor = request.Query["cursor"].ToString();
        var before = InboxPlace.Parse(cursor);
        var from = request.UserId("from");
        return (limit.Refusal ?? since.Refusal ?? from.Refusal) is { } refusal ? refusal
            : cursor.Length > 0 && before is null ? Refusal.InvalidCursor
            : new InboxQuery(from.Value, since.Value, before, limit.Value);
    }
}

/// <summary>A message's place in an inbox, newest first: by time, and where times are equal by room and seq.</summary>
internal sealed record InboxPlace(DateTimeOffset At, string RoomId, long Seq) : IComparable<InboxPlace>
{
    private const char Separator = '.';

    /// <summary>The earliest time that Table Storage accepts in a comparison (Edm.DateTime).</summary>
    private static readonly DateTimeOffset EarliestStored = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static InboxPlace Of(MessageRow row) => new(row.CreatedAt, row.PartitionKey, row.Seq);

    /// <returns>Null: it isn't one.</returns>
    public static InboxPlace? Parse(string text) =>
        text.Split(Separator) is [var ticks, var roomId, var seq] && Ids.IsPlausible(roomId)
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at >= EarliestStored.UtcTicks && at <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new InboxPlace(new DateTimeOffset(at, TimeSpan.Zero), roomId, number)
            : null;

    /// <summary>Less than zero: further up.</summary>
    public int CompareTo(InboxPlace? other) =>
        other is null ? 1
        : other.At.CompareTo(At) is var byTime and not 0 ? byTime
        : string.CompareOrdinal(RoomId, other.RoomId) is var byRoom and not 0 ? byRoom
        : other.Seq.CompareTo(Seq);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}{Separator}{RoomId}{Separator}{Seq}");
}

/// <summary>Messages that others sent to a user in direct rooms, or that mention the user in any room, newest first.</summary>
internal sealed class Inbox(UserRoomStore userRooms, RoomStore store, RoomAccess access)
{
    /// <summary>Rooms read concurrently before checking whether more are needed.</summary>
    private const int Wave = 32;

    /// <summary>The most ranges that are read if a room has mostly own messages, or mentions of others.</summary>
    private const int MostRanges = 4;

    /// <summary>A page can be short or empty although its cursor has more.</summary>
    public async Task<Page<Message>> PageAsync(string userId, InboxQuery query, CancellationToken cancellationToken)
    {
        var found = new List<Received>();
        var rooms = await RoomsAsync(userId, query, cancellationToken);
        foreach (var wave in rooms.Chunk(Wave))
        {
            // Rooms are ordered by their latest possible activity, so once one can't reach the page, neither can the rest.
            if (Last(found, query.Limit) is { } last && wave[0].ActiveUntil < last.At)
            {
                break;
            }

            found.AddRange(await wave.SelectParallelAsync((room, token) => ReadAsync(room.RoomId, userId, query, token), cancellationToken));
        }

        // Below the place where reading a room stopped, newer messages of it may be missing.
        var readTo = found.Select(room => room.ReadTo).OfType<InboxPlace>().Min();
        var known = Merged(found).TakeWhile(item => readTo is null || item.Place.CompareTo(readTo) <= 0).ToList();
        var page = known.Take(query.Limit).ToList();
        var hasMore = known.Count > page.Count || found.Count < rooms.Count || readTo is not null;
        var next = page.Count == query.Limit && hasMore ? page[^1].Place : readTo;
        return new Page<Message>([.. page.Select(item => item.Message)], next?.ToString());
    }

    private async Task<IReadOnlyList<(string RoomId, DateTimeOffset ActiveUntil)>> RoomsAsync(string userId, InboxQuery query, CancellationToken cancellationToken)
    {
        if (query.FromUserId is { } from)
        {
            return [(Ids.DirectRoomId(userId, from), DateTimeOffset.MaxValue)];
        }

        var index = await userRooms.ListAsync(userId, cancellationToken);
        return [.. index
            .Where(row => (query.Mentions || Ids.IsDirectRoom(row.RoomId)) && !(row.ActiveUntil < query.Since))
            .OrderByDescending(row => row.ActiveUntil)
            .Select(row => (row.RoomId, row.ActiveUntil))];
    }

    /// <summary>The place of the page's last message so far; null if the page isn't full.</summary>
    private static InboxPlace? Last(List<Received> found, int limit) => Merged(found).Skip(limit - 1).FirstOrDefault().Place;

    private static IOrderedEnumerable<(InboxPlace Place, Message Message)> Merged(List<Received> found) => found.SelectMany(room => room.Messages).OrderBy(item => item.Place);

    /// <summary>
    /// Reads the other user's messages in a direct room, newest first, by exact ranges; or a user's mentions in any room, for which storage skips
    /// messages without mentions.
    /// </summary>
    private async Task<Received> ReadAsync(string roomId, string userId, InboxQuery query, CancellationToken cancellationToken)
    {
        var top = query.Mentions ? (await store.HeadAsync(roomId, cancellationToken))?.MentionSeq ?? 0 : long.MaxValue - 1;
        if (top == 0)
        {
            return new Received([], ReadTo: null);
        }

        var markersRead = access.ReadMarkersAsync(roomId, userId, cancellationToken);
        var most = Math.Max(query.Limit, Limits.PageSize);
        var scanned = new List<MessageRow>();
        var isEnd = false;
        for (var range = 0; range < MostRanges && !isEnd && scanned.Count(row => IsReceived(row, userId, query)) < query.Limit; range++)
        {
            var next = await NextAsync(roomId, scanned, top, most, query, cancellationToken);
            scanned.AddRange(next);
            isEnd = next.Count < most || next[^1].Ordinal == 1 || next[^1].CreatedAt < query.Since;
        }

        var markers = await markersRead;
        if (markers.Refusal is not null)
        {
            return new Received([], ReadTo: null);
        }

        return new Received(
            [.. scanned.Where(row => IsReceived(row, userId, query)).Select(row => (InboxPlace.Of(row), markers.Value.Mark(row.ToMessage())))],
            isEnd ? null : InboxPlace.Of(scanned[^1]));
    }

    /// <summary>The next range: after the scanned messages, or after the previous page.</summary>
    private Task<List<MessageRow>> NextAsync(string roomId, List<MessageRow> scanned, long top, int most, InboxQuery query, CancellationToken cancellationToken)
    {
        var to = scanned is [.., var last] ? last.Seq - 1 : query.Before?.RoomId == roomId ? Math.Min(top, query.Before.Seq - 1) : top;
        var until = scanned.Count == 0 && query.Before?.RoomId != roomId ? query.Before?.At : null;
        return query.Mentions ? store.MentionsAsync(roomId, 1, to, until, most, cancellationToken)
            : until is { } at ? store.MessagesUntilAsync(roomId, at, most, cancellationToken)
            : store.MessagesAsync(roomId, 1, to, most, senderId: null, cancellationToken);
    }

    private static bool IsReceived(MessageRow row, string userId, InboxQuery query) =>
        row.SenderId != userId && row.Deleted is not true && (!query.Mentions || row.HasMentionOf(userId))
        && !(row.CreatedAt < query.Since) && !(InboxPlace.Of(row).CompareTo(query.Before) <= 0 && query.Before is not null);
}

/// <param name="Messages">Received messages, newest first.</param>
/// <param name="ReadTo">The place where reading stopped; null if nothing is left.</param>
internal sealed record Received(IReadOnlyList<(InboxPlace Place, Message Message)> Messages, InboxPlace? ReadTo);
