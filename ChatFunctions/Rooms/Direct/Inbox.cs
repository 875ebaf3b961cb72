using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms.Direct;

/// <summary>What others wrote to a user in direct rooms, newest first.</summary>
internal sealed class Inbox(UserRoomStore userRooms, ReceivedMessages received)
{
    /// <summary>Rooms read at the same time, before looking whether more can still matter: never more than the user is in.</summary>
    private const int Wave = 32;

    /// <summary>A page can be short, or even empty, where much lies between what was received; its cursor goes on.</summary>
    public async Task<Page<Message>> PageAsync(string userId, InboxQuery query, CancellationToken cancellationToken)
    {
        var found = new List<Received>();
        var rooms = await RoomsAsync(userId, query, cancellationToken);
        foreach (var wave in rooms.Chunk(Wave))
        {
            // Rooms come in the order of how lately they can have been active: what can't reach the page, and all after it, needn't be read.
            if (Last(found, query.Limit) is { } last && wave[0].ActiveUntil < last.At)
            {
                break;
            }

            found.AddRange(await wave.SelectAtOnceAsync((room, token) => received.ReadAsync(room.RoomId, userId, query, token), cancellationToken));
        }

        // What lies below the place to which some room was read may have something newer missing.
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
            .Where(row => Ids.IsDirectRoom(row.RoomId) && !(row.ActiveUntil < query.Since))
            .OrderByDescending(row => row.ActiveUntil)
            .Select(row => (row.RoomId, row.ActiveUntil))];
    }

    /// <summary>The place of the last message on a page made of what was found so far; null: it isn't full.</summary>
    private static InboxPlace? Last(List<Received> found, int limit) => Merged(found).Skip(limit - 1).FirstOrDefault().Place;

    private static IOrderedEnumerable<(InboxPlace Place, Message Message)> Merged(List<Received> found) => found.SelectMany(room => room.Messages).OrderBy(item => item.Place);
}
