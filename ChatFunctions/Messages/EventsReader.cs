namespace ChatFunctions.Messages;

/// <summary>Reads a room's events in order, so that a client that missed some can catch up without a gap.</summary>
internal sealed class EventsReader(RoomStore store, RoomAccess access, RoomWaits waits)
{
    public async Task<Outcome<EventsPage>> PageAsync(string roomId, string userId, EventsQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(roomId, userId, query.After, query.Limit, cancellationToken);
        if (page.Refusal is not null || page.Value.Head > query.After || query.Wait == TimeSpan.Zero)
        {
            return page;
        }

        return await waits.ForNewerAsync(roomId, query.After, query.Wait, cancellationToken)
            ? await ReadAsync(roomId, userId, query.After, query.Limit, cancellationToken)
            : page;
    }

    private async Task<Outcome<EventsPage>> ReadAsync(string roomId, string userId, long after, int limit, CancellationToken cancellationToken)
    {
        var found = await access.ReadAsync(
            userId, roomId, access.CheckAsync(userId, roomId, RoomAction.Read, cancellationToken), () => DenseAsync(roomId, after, limit, cancellationToken));
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var (membership, dense) = found.Value;
        var present = await PresentStateAsync(roomId, dense, cancellationToken);
        var events = dense.ConvertAll(row => row switch
        {
            MessageRow message => message.ToMessage(),
            ChangeRow change => (RoomEvent)change.ToEvent(change.MessageSeq is { } seq ? present.GetValueOrDefault(seq) : null),
            _ => throw new InvalidOperationException(),
        });
        var last = after + events.Count;
        var headSeq = Math.Max(membership.Head.Seq, last);
        return new EventsPage(events, headSeq, last < headSeq);
    }

    /// <summary>Drops events after a gap for the next page: the two queries see the room at different times, so newest events may be in one only.</summary>
    private async Task<List<EventRow>> DenseAsync(string roomId, long after, int limit, CancellationToken cancellationToken)
    {
        var (messages, changes) = await BoundedRequests.BothAsync(
            store.MessagesAsync(roomId, after + 1, after + limit, limit, senderId: null, cancellationToken), store.ChangesAsync(roomId, after + 1, after + limit, limit, cancellationToken));
        var bySeq = messages.Concat<EventRow>(changes).OrderBy(row => row.Seq);
        return [.. bySeq.TakeWhile((row, index) => row.Seq == after + 1 + index)];
    }

    /// <summary>The current state of changed messages: from this page, or else read by key.</summary>
    private async Task<Dictionary<long, Message>> PresentStateAsync(string roomId, List<EventRow> events, CancellationToken cancellationToken)
    {
        var present = events.OfType<MessageRow>().ToDictionary(row => row.Seq, row => row.ToMessage());
        var elsewhere = events.OfType<ChangeRow>().Select(change => change.MessageSeq).OfType<long>().Where(seq => !present.ContainsKey(seq)).Distinct();
        var found = await Task.WhenAll(elsewhere.Select(seq => store.FindAsync<MessageRow>(roomId, RoomKeys.Message(seq), cancellationToken)));
        foreach (var row in found.OfType<MessageRow>())
        {
            present.Add(row.Seq, row.ToMessage());
        }

        return present;
    }
}

/// <summary>A page of a room's events.</summary>
/// <param name="Events">All events after the given seq, in order; messages in their current state.</param>
/// <param name="Head">The seq of the room's last event.</param>
public sealed record EventsPage(IReadOnlyList<RoomEvent> Events, long Head, bool More);

/// <summary>Selects a page of events.</summary>
/// <param name="After">The seq of the client's last event; 0: none.</param>
/// <param name="Wait">How long to wait for an event if there is none.</param>
internal sealed record EventsQuery(long After, int Limit, TimeSpan Wait)
{
    public static Outcome<EventsQuery> From(HttpRequest request)
    {
        var after = request.Number("after", 0, long.MaxValue - Limits.MaxPageSize);
        var limit = request.Limit();
        var wait = request.Number("wait", 0, Limits.WaitSeconds);
        return (after.Refusal ?? limit.Refusal ?? wait.Refusal) is { } refusal
            ? refusal
            : new EventsQuery(after.Value ?? 0, limit.Value, TimeSpan.FromSeconds(wait.Value ?? 0));
    }
}
