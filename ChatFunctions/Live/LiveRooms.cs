using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Live;

/// <summary>
/// Finds the groups that a user's connections must join and leave. The user's list has the candidates, including rooms that the user has left
/// since the last cleanup; the rooms themselves have the memberships. Also chooses the rooms to which a change of presence is announced.
/// </summary>
internal sealed class LiveRooms(UserRoomStore userRooms, RoomStore store, RoomAppender appender, TimeProvider clock)
{
    /// <summary>The most rooms to which a change of presence is announced. Each is a request to the service.</summary>
    public const int MostTold = 50;

    /// <summary>Longer than it takes from writing a room to a list to committing the membership.</summary>
    public static readonly TimeSpan AdmissionTakes = TimeSpan.FromSeconds(20);

    /// <summary>The user's most important rooms: direct rooms first, then by latest activity.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string userId, CancellationToken cancellationToken) =>
        (await DivideAsync(InOrder(await userRooms.ListAsync(userId, cancellationToken)).Take(MostTold), userId, cancellationToken)).Joined;

    /// <summary>The groups that the user's connections must join and leave.</summary>
    /// <param name="among">The rooms to check; empty: all on the user's list.</param>
    public async Task<LiveGroups> GroupsAsync(string userId, IReadOnlyCollection<string> among, CancellationToken cancellationToken)
    {
        var looked = among.Count > 0 ? among : InOrder(await userRooms.ListAsync(userId, cancellationToken));
        var groups = await DivideAsync(looked, userId, cancellationToken);
        if (groups.Former.Count == 0)
        {
            return groups;
        }

        // Read the list again after the memberships, so that a user who is joining isn't removed from the group.
        var onTheirWay = (await userRooms.ListAsync(userId, cancellationToken)).Where(row => clock.GetUtcNow() - row.WrittenAt < AdmissionTakes).Select(row => row.RoomId);
        return groups with { Former = [.. groups.Former.Except(onTheirWay)] };
    }

    /// <summary>
    /// Announces changes of presence. Each room is a request to SignalR Service and a message to every connection in the room, so large rooms are left
    /// out, and of many rooms only the most important are chosen. Clients can poll <c>GET /users/online</c> for the others.
    /// </summary>
    public async Task<SignalRMessageAction[]> AnnounceAsync(IReadOnlyList<PresenceChange> changes, CancellationToken cancellationToken)
    {
        var messages = await Task.WhenAll(changes.Select(async change =>
            await AnnounceAsync(change, await OfAsync(change.UserId, cancellationToken), cancellationToken)));
        return [.. messages.SelectMany(ofOne => ofOne)];
    }

    /// <param name="joined">The user's rooms, the most important first.</param>
    public async Task<SignalRMessageAction[]> AnnounceAsync(PresenceChange change, IReadOnlyList<string> joined, CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(joined.Take(MostTold).Select(async roomId => appender.LastKnownHead(roomId) ?? await store.HeadAsync(roomId, cancellationToken)));
        return [.. heads.Where(head => head is { IsDeleted: false, MemberCount: <= Limits.MembersForPresence })
            .Select(head => LiveMessages.ToRoom(head!.RoomId, Hub.Presence, change))];
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
/// <param name="Former">Rooms of which the user isn't a member.</param>
internal sealed record LiveGroups(IReadOnlyList<string> Joined, IReadOnlyList<string> Former);

/// <summary>A user came online or went offline; the argument of the live message <c>presence</c>.</summary>
/// <param name="At">When. The latest change of a user counts.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At);
