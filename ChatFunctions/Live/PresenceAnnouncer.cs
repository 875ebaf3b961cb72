namespace ChatFunctions.Live;

/// <summary>
/// Chooses the rooms to which a change of presence is announced. Each is a request to SignalR Service and a message to every connection
/// in the room, so large rooms are left out, and of many rooms only the most important are chosen. Clients can poll <c>GET /users/online</c> for
/// the others.
/// </summary>
internal sealed class PresenceAnnouncer(LiveRooms rooms, RoomStore store, RoomAppender appender)
{
    public async Task<SignalRMessageAction[]> MessagesAsync(IReadOnlyList<PresenceChange> changes, CancellationToken cancellationToken)
    {
        var messages = await Task.WhenAll(changes.Select(async change =>
            await MessagesAsync(change, await rooms.OfAsync(change.UserId, LiveRooms.MostTold, cancellationToken), cancellationToken)));
        return [.. messages.SelectMany(ofOne => ofOne)];
    }

    /// <param name="joined">The user's rooms, the most important first.</param>
    public async Task<SignalRMessageAction[]> MessagesAsync(PresenceChange change, IReadOnlyList<string> joined, CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(
            joined.Take(LiveRooms.MostTold).Select(async roomId => appender.LastKnownHead(roomId) ?? await store.HeadAsync(roomId, cancellationToken)));
        return [.. heads.Where(head => head is { IsDeleted: false, MemberCount: <= Limits.MembersForPresence })
            .Select(head => LiveMessages.ToRoom(head!.RoomId, Hub.Presence, change))];
    }
}

/// <summary>A user came online or went offline; the argument of the live message <c>presence</c>.</summary>
/// <param name="At">When. The latest change of a user counts.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At);
