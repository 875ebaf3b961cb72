using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Live;

/// <summary>
/// Says which rooms' groups a user belongs into, and out of which. A user's list only says where to look: a room that was left stays on it
/// until the cleanup, and whether somebody is a member is always read from the room itself.
/// </summary>
internal sealed class LiveRooms(UserRoomStore userRooms, RoomStore store, TimeProvider clock)
{
    /// <summary>Rooms that hear of one user's coming and going at most: each is a request to the service.</summary>
    public const int MostTold = 50;

    /// <summary>Longer than it takes from putting a room on a list to the membership: until then, not being a member means nothing.</summary>
    public static readonly TimeSpan AdmissionTakes = TimeSpan.FromSeconds(20);

    /// <summary>Rooms of which the user is a member: direct ones first, then the lately active ones.</summary>
    /// <param name="most">How many rooms are looked at, at most.</param>
    public async Task<IReadOnlyList<string>> OfAsync(string userId, int most, CancellationToken cancellationToken) =>
        (await DivideAsync(InOrder(await userRooms.ListAsync(userId, cancellationToken)).Take(most), userId, cancellationToken)).Joined;

    /// <summary>Everything that a new connection is to hear, and what its user may hear still and is not to.</summary>
    /// <param name="among">Only these rooms are looked at; empty: all of the user's.</param>
    public async Task<LiveGroups> GroupsAsync(string userId, IReadOnlyCollection<string> among, CancellationToken cancellationToken)
    {
        var looked = among.Count > 0 ? among : InOrder(await userRooms.ListAsync(userId, cancellationToken));
        var groups = await DivideAsync(looked, userId, cancellationToken);
        if (groups.Former.Count == 0)
        {
            return groups;
        }

        // Read after the memberships: whoever was let in since the first look is on the list by now, and must not be sent out again.
        var onTheirWay = (await userRooms.ListAsync(userId, cancellationToken)).Where(row => clock.GetUtcNow() - row.WrittenAt < AdmissionTakes).Select(row => row.RoomId);
        return groups with { Former = [.. groups.Former.Except(onTheirWay)] };
    }

    private static IEnumerable<string> InOrder(List<UserRoomRow> list) => list
        .OrderBy(row => Ids.IsDirectRoom(row.RoomId) ? 0 : 1)
        .ThenByDescending(row => row.ActiveUntil)
        .Select(row => row.RoomId);

    private async Task<LiveGroups> DivideAsync(IEnumerable<string> roomIds, string userId, CancellationToken cancellationToken)
    {
        var looked = roomIds.ToList();
        var members = await looked.SelectParallelAsync((roomId, token) => store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), token), cancellationToken);
        var divided = looked.Zip(members).ToLookup(pair => pair.Second is not null, pair => pair.First);
        return new LiveGroups([.. divided[true]], [.. divided[false]]);
    }
}

/// <param name="Joined">Rooms of which the user is a member.</param>
/// <param name="Former">Rooms of which the user isn't one, or not any more.</param>
internal sealed record LiveGroups(IReadOnlyList<string> Joined, IReadOnlyList<string> Former);
