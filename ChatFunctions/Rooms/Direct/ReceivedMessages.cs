using ChatFunctions.Messages;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms.Direct;

/// <summary>Reads from one direct room what the other wrote, newest first, by exact ranges.</summary>
internal sealed class ReceivedMessages(RoomRows rows, RoomAccess access)
{
    /// <summary>Ranges read one after the other where a room holds mostly the user's own messages.</summary>
    private const int MostRanges = 4;

    public async Task<Received> ReadAsync(string roomId, string userId, InboxQuery query, CancellationToken cancellationToken)
    {
        var markersRead = access.ReadMarkersAsync(roomId, userId, cancellationToken);
        var scanned = new List<MessageRow>();
        var isDone = false;
        for (var range = 0; range < MostRanges && !isDone; range++)
        {
            var next = await NextAsync(roomId, scanned, query, cancellationToken);
            scanned.AddRange(next);
            isDone = next is not [.., { Ordinal: > 1 } last] || last.CreatedAt < query.Since || scanned.Count(row => IsReceived(row, userId, query)) >= query.Limit;
        }

        var markers = await markersRead;
        if (markers.Refusal is not null)
        {
            return new Received([], ReadTo: null);
        }

        return new Received(
            [.. scanned.Where(row => IsReceived(row, userId, query)).Select(row => (InboxPlace.Of(row), markers.Value.Mark(row.ToMessage())))],
            scanned is [.., { Ordinal: > 1 } end] && !(end.CreatedAt < query.Since) ? InboxPlace.Of(end) : null);
    }

    /// <summary>The next range: below what was scanned, or where the last page ended.</summary>
    private Task<List<MessageRow>> NextAsync(string roomId, List<MessageRow> scanned, InboxQuery query, CancellationToken cancellationToken)
    {
        var most = Math.Max(query.Limit, Limits.PageSize);
        return (scanned, query.Before) switch
        {
            ([.., var last], _) => rows.MessagesAsync(roomId, 1, last.Seq - 1, most, senderId: null, cancellationToken),
            (_, null) => rows.MessagesAsync(roomId, 1, long.MaxValue - 1, most, senderId: null, cancellationToken),
            (_, var before) when before.RoomId == roomId => rows.MessagesAsync(roomId, 1, before.Seq - 1, most, senderId: null, cancellationToken),
            (_, var before) => rows.MessagesUntilAsync(roomId, before.At, most, cancellationToken),
        };
    }

    private static bool IsReceived(MessageRow row, string userId, InboxQuery query) =>
        row.SenderId != userId && row.Deleted is not true && !(row.CreatedAt < query.Since) && !(InboxPlace.Of(row).CompareTo(query.Before) <= 0 && query.Before is not null);
}

/// <param name="Messages">What was received, newest first.</param>
/// <param name="ReadTo">How far down the room was read; null: there is nothing further.</param>
internal sealed record Received(IReadOnlyList<(InboxPlace Place, Message Message)> Messages, InboxPlace? ReadTo);
