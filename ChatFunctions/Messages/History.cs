namespace ChatFunctions.Messages;

/// <summary>Reads a room's messages back, page by page.</summary>
internal sealed class History(RoomRows rows, RoomStore store, RoomAccess access)
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
            : (await rows.RoomChangesAsync(roomId, from, to, Limits.MaxPageSize, cancellationToken)).ConvertAll(row => row.ToEvent(message: null));
    }

    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> BeforeAsync(string roomId, HistoryQuery query, CancellationToken cancellationToken)
    {
        var found = await rows.MessagesAsync(roomId, 1, (query.Before ?? long.MaxValue) - 1, query.Limit, query.SenderId, cancellationToken);
        var recent = Recent(found, query);

        // The first message has ordinal 1, so the last one found shows whether there are more.
        return (recent, recent.Count < found.Count || found is not [.., { Ordinal: > 1 } last] ? null : HistoryQuery.OlderThan(last.Seq));
    }

    private async Task<(IEnumerable<MessageRow> Found, string? Cursor)> OfSenderAsync(string roomId, HistoryQuery query, CancellationToken cancellationToken)
    {
        var to = (query.Before ?? (await store.HeadAsync(roomId, cancellationToken))?.Seq + 1 ?? 1) - 1;
        var from = Math.Max(1, to - SenderWindow + 1);
        var found = await rows.MessagesAsync(roomId, from, to, query.Limit, query.SenderId, cancellationToken);
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
            var next = await rows.MessagesAsync(roomId, after + 1, to, query.Limit - found.Count, query.SenderId, cancellationToken);
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
        var above = rows.MessagesAsync(roomId, around + 1, around + newer, newer, query.SenderId, cancellationToken);
        var below = BeforeAsync(roomId, query with { Before = around + 1, Limit = query.Limit - newer }, cancellationToken);
        await Task.WhenAll(above, below);
        var (older, cursor) = await below;
        return ([.. await above, .. older], cursor);
    }

    /// <summary>Times never decrease with seq, so the first message that is too old ends the list.</summary>
    private static List<MessageRow> Recent(List<MessageRow> newestFirst, HistoryQuery query) => [.. newestFirst.TakeWhile(row => IsRecent(row, query))];

    private static bool IsRecent(MessageRow row, HistoryQuery query) => query.Since is null || row.CreatedAt >= query.Since;
}
