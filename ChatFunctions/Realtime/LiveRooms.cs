using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Realtime;

/// <summary>
/// Chooses, of a user's rooms, those that matter most live. A user may have <see cref="Limits.RoomsPerUser"/>, and each group that a
/// function names costs a request of its own, one after another.
/// </summary>
internal sealed class LiveRooms(UserRoomStore userRooms, RoomStore store, RoomAppender appender)
{
    /// <summary>Rooms chosen at most: all, for nearly everybody.</summary>
    public const int Most = 50;

    /// <summary>
    /// Direct rooms first, then those that this instance has seen to be active lately, then others. Only rooms of which the user is a
    /// member by the room's own word: the user's list may still name one that the user has left.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="turn">Where some must be left out, which of the others: another turn, another choice.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<string>> OfAsync(string userId, string turn, CancellationToken cancellationToken)
    {
        var listed = await userRooms.RoomIdsAsync(userId, cancellationToken);
        var chosen = listed
            .OrderBy(roomId => Ids.IsDirectRoom(roomId) ? 0 : 1)
            .ThenByDescending(roomId => appender.LastKnownHead(roomId)?.LastAt)
            .ThenBy(roomId => HashCode.Combine(roomId, turn))
            .Take(Most)
            .ToArray();
        var members = await Task.WhenAll(chosen.Select(roomId => store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken)));
        return [.. chosen.Where((_, i) => members[i] is not null)];
    }
}
